import { type ProjectPath, parseProjectPath } from '../../omniscope/project-path.ts';
import type { ServerAddress } from '../../omniscope/server-address.ts';
import { flag, names, parameterName } from '../fields/inputs.ts';
import { type ParameterInput, parseParameters } from '../fields/parameter-values.ts';
import { parseOnFailure, type SettleOptions } from './settle.ts';

/** The inputs that every step that starts a job has. */
export interface ExecutionInput extends SettleOptions {
  project: ProjectPath;
  blocks: string[];
  parameters: ParameterInput;
  wait: boolean;
  callbackParameter: string | null;
}

/** @throws Problem project-refused, input-refused */
export function parseExecution(
  inputData: Readonly<Record<string, unknown>>,
  server: ServerAddress,
): ExecutionInput {
  return {
    project: parseProjectPath(inputData.project, server),
    blocks: names(inputData.blocks, 'Blocks'),
    parameters: parseParameters(inputData),
    wait: flag(inputData.wait, 'Wait for the Result', true),
    callbackParameter: parameterName(inputData.callback_parameter, 'Callback Parameter'),
    ...parseOutcome(inputData),
  };
}

/** What to do about the outcome. @throws Problem input-refused */
export function parseOutcome(inputData: Readonly<Record<string, unknown>>): SettleOptions {
  return {
    onFailure: parseOnFailure(inputData.on_failure),
    returnParameters: flag(inputData.return_parameters, 'Return Parameters', false),
  };
}
