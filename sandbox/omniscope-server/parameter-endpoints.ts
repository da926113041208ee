/** `param`, `param/{name}` and `updateparams`. */
import type { Reply } from '../http/message.ts';
import { json, text } from '../http/replies.ts';
import { readJson, updateParametersBody } from './bodies.ts';
import type { Project } from './project.ts';
import { refuse } from './refusal.ts';
import type { Call } from './server-state.ts';
import type { ParameterDefinition } from './world.ts';

/** Fact: `{"paramValues":[{"name","type","value"}]}`. */
export function readParameters(call: Call, project: Project): Reply {
  requireParameterAccess(call);
  return json(200, { paramValues: project.parameters.map((each) => shown(call, each)) });
}

/** Fact: one parameter, with at least its value. (inferred) An unknown name is a 404. */
export function readParameter(call: Call, project: Project, name: string): Reply {
  requireParameterAccess(call);
  const parameter = project.parameter(name);
  if (parameter === undefined) return text(404, `No parameter named "${name}"`);
  return json(200, shown(call, parameter));
}

/**
 * Fact: `{"status":"SUCCESS"}`; a failure has another status, with errorType and errorMessage.
 * (unknown) `waitForIdle`: parameters change at once, whether the project is busy or not.
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

/** Fact: a flag of its own; (inferred) its absence is a 403 like a missing permission. */
function requireParameterAccess({ server }: Call): void {
  if (server.settings.parameterAccess) return;
  throw refuse(403, 'Access to parameters through APIs is not enabled on this server');
}
