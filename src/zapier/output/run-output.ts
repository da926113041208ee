import type { Api } from '../../omniscope/api.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import {
  findParameters,
  isTextParameter,
  type Parameter,
  type ParameterUpdate,
  type ParameterValue,
} from '../../omniscope/parameters.ts';
import { isSameValue } from '../../omniscope/same-value.ts';
import { truncate } from '../../omniscope/truncate.ts';
import { withoutCallbackUrl } from './callback-url.ts';
import { parsePosted, postedMessage } from './posted.ts';
import type { Row } from './row.ts';
import { parseRows, type RowsProblem, rowsMessage, skippedMessage } from './rows.ts';
import { fetchRunParameters } from './run-parameters.ts';

/** What a run hands back. Each is null unless it was asked for and is there; the notes say why not. */
export interface RunOutput {
  parameters: Record<string, ParameterValue> | null;
  rows: Row[] | null;
  /** The JSON that the workflow has posted to the callback address. */
  posted: unknown;
  notes: readonly string[];
}

export const NO_OUTPUT: RunOutput = { parameters: null, rows: null, posted: null, notes: [] };
export const UNREADABLE_OUTPUT: RunOutput = {
  ...NO_OUTPUT,
  notes: ['Its parameters could not be read.'],
};

export interface OutputRequest {
  returnParameters: boolean;
  /** The text parameter in which the workflow leaves rows. */
  rowsParameter: string | null;
  /** What this step has set; a value that reads differently afterwards is another run's. */
  updates: readonly ParameterUpdate[];
  /** The text parameter that held the callback URL, which is a secret of the run. */
  callbackParameter: string | null;
}

/** What came with a callback, without the connection's secrets: this run's own, whatever its outcome. */
export function postedOutput(content: unknown, secrets: readonly string[] = []): RunOutput {
  const { posted, rows, problem } = parsePosted(content, secrets);
  return { ...NO_OUTPUT, posted, rows, notes: problem === null ? [] : [postedMessage(problem)] };
}

/**
 * Reads what a run that succeeded has left in its project's parameters: for an isolated run in those of
 * its copy. After a failure they would be the values of an earlier run. A project that cannot be read
 * changes nothing about the outcome.
 *
 * @throws anything but an OmniscopeError: the demand for a fresh token, above all
 */
export async function fetchOutput(
  api: Api,
  job: Job,
  posted: RunOutput,
  request: OutputRequest,
): Promise<RunOutput> {
  // Rows that were posted are this run's own, so none are looked for in a parameter.
  const rowsParameter = posted.rows === null ? request.rowsParameter : null;
  if (!request.returnParameters && rowsParameter === null) return posted;
  const parameters = await fetchRunParameters(api, job);
  if (parameters === null)
    return { ...posted, notes: [...posted.notes, ...UNREADABLE_OUTPUT.notes] };
  // A copy is this run's alone; a project's parameters can have been set by another run meanwhile.
  const changed = job.lambdaProject === null ? findChanged(parameters, request) : null;
  if (changed !== null) return { ...posted, notes: [...posted.notes, changedMessage(changed)] };

  const shown = withoutCallbackUrl(parameters, request.callbackParameter);
  const values = request.returnParameters ? toValues(shown) : NO_OUTPUT;
  const fromRows = rowsParameter === null ? posted : readRows(shown, rowsParameter);
  return {
    parameters: values.parameters,
    rows: fromRows.rows,
    posted: posted.posted,
    notes: [...posted.notes, ...values.notes, ...(fromRows === posted ? [] : fromRows.notes)],
  };
}

/** The first parameter whose value is no longer the one that this step has set. */
function findChanged(
  parameters: readonly Parameter[],
  { updates, callbackParameter }: OutputRequest,
): string | null {
  const isChanged = ({ name, value }: ParameterUpdate) =>
    // The callback URL was sent in place of a value for its parameter.
    name.trim() !== callbackParameter?.trim() &&
    findParameters(parameters, name).some((parameter) => !isSameValue(value, parameter.value));
  return updates.find(isChanged)?.name ?? null;
}

function changedMessage(name: string): string {
  return `Its parameters and rows are left out: "${truncate(name, 60)}" has changed since this step set it, by another run or by the workflow itself.`;
}

/** Zapier takes 6 MB as a step's result, and rows and a post need their share. */
const PARAMETERS_LIMIT_BYTES = 2_000_000;

function toValues(parameters: readonly Parameter[]): Pick<RunOutput, 'parameters' | 'notes'> {
  const values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  if (Buffer.byteLength(JSON.stringify(values)) <= PARAMETERS_LIMIT_BYTES) {
    return { parameters: values, notes: [] };
  }
  return { parameters: null, notes: ['Its parameters are left out: they are larger than 2 MB.'] };
}

function readRows(
  parameters: readonly Parameter[],
  name: string,
): Pick<RunOutput, 'rows' | 'notes'> {
  const without = (problem: RowsProblem) => ({ rows: null, notes: [rowsMessage(problem, name)] });
  const [parameter] = findParameters(parameters, name);
  if (parameter === undefined) return without('missing');
  if (!isTextParameter(parameter)) return without('not-text');
  const parsed = parseRows(String(parameter.value ?? ''));
  if ('problem' in parsed) return without(parsed.problem);
  const skipped = skippedMessage(parsed.skipped, name);
  return { rows: parsed.rows, notes: skipped === null ? [] : [skipped] };
}
