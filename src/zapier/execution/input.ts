import { type ProjectPath, parseProjectPath } from '../../omniscope/paths.ts';
import type { ServerUrl } from '../../omniscope/server-url.ts';
import { type ParameterInput, parseParameters } from '../fields/parameter-values.ts';
import { parseBoolean, parseParameterName, parseStringList } from '../fields/parse-inputs.ts';
import { type OutcomeOptions, parseOnFailure } from './step-result.ts';

/** The inputs that every step that starts a job has. */
export interface ExecutionInput extends OutcomeOptions {
  project: ProjectPath;
  blocks: string[];
  parameters: ParameterInput;
  wait: boolean;
  callbackParameter: string | null;
}

/** @throws OmniscopeError invalid-project, invalid-input */
export function parseExecution(
  inputData: Readonly<Record<string, unknown>>,
  server: ServerUrl,
): ExecutionInput {
  return {
    project: parseProjectPath(inputData.project, server),
    blocks: parseStringList(inputData.blocks, 'Blocks'),
    parameters: parseParameters(inputData),
    wait: parseBoolean(inputData.wait, 'Wait for the Result', true),
    callbackParameter: parseParameterName(inputData.callback_parameter, 'Callback Parameter'),
    ...parseOutcome(inputData),
  };
}

/** What to do about the outcome. @throws OmniscopeError invalid-input */
export function parseOutcome(inputData: Readonly<Record<string, unknown>>): OutcomeOptions {
  return {
    onFailure: parseOnFailure(inputData.on_failure),
    returnParameters: parseBoolean(inputData.return_parameters, 'Return Parameters', false),
  };
}
