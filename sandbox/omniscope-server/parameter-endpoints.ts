/** `param`, `param/{name}` and `updateparams`. */
import type { Reply } from '../http/message.ts';
import { json, text } from '../http/replies.ts';
import { readJson, updateParametersBody } from './bodies.ts';
import type { ParameterDefinition } from './fixture.ts';
import { httpError } from './http-error.ts';
import type { Project } from './project.ts';
import type { Call } from './server-state.ts';

/** Documented: `{"paramValues":[{"name","type","value"}]}`. */
export function readParameters(call: Call, project: Project): Reply {
  requireParameterAccess(call);
  return json(200, { paramValues: project.parameters.map((each) => shown(call, each)) });
}

/** Documented: one parameter, with at least its value. Assumption: An unknown name is a 404. */
export function readParameter(call: Call, project: Project, name: string): Reply {
  requireParameterAccess(call);
  const parameter = project.parameter(name);
  if (parameter === undefined) return text(404, `No parameter named "${name}"`);
  return json(200, shown(call, parameter));
}

/**
 * Documented: `{"status":"SUCCESS"}`; a failure has another status, with errorType and errorMessage.
 * Assumption: `waitForIdle`: parameters change at once, whether the project is busy or not.
 */
export async function updateParameters(call: Call, project: Project): Promise<Reply> {
  const { assumptions, executions, clock } = call.server;
  requireParameterAccess(call);
  const { updates } = await readJson(
    call.request,
    updateParametersBody,
    assumptions.jsonLimitBytes,
  );
  executions.advance(clock.now());
  const problem = project.update(updates, assumptions);
  if (problem === undefined) return json(200, { status: 'SUCCESS' });
  return json(assumptions.errorStatus[problem.errorType], { status: 'ERROR', ...problem });
}

function shown({ server }: Call, parameter: ParameterDefinition) {
  if (parameter.value !== null || server.assumptions.emptyValue === 'null') return parameter;
  return { name: parameter.name, type: parameter.type };
}

/** Documented: a flag of its own; Assumption: its absence is a 403 like a missing permission. */
function requireParameterAccess({ server }: Call): void {
  if (server.settings.parameterAccess) return;
  throw httpError(403, 'Access to parameters through APIs is not enabled on this server');
}
