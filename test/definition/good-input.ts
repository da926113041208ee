/** Input with which every operation runs on the sample server, taken from the fields that it requires. */
import type { Operation } from './operations.ts';

type Item = Readonly<Record<string, unknown>>;

/** By the key of a field. A field that a new operation requires needs its value here, and nowhere else. */
export const GOOD_VALUES: Item = {
  project: 'Sales/Monthly Report.iox',
  job_id: 'E1_1',
  name: 'Region',
  template: 'Import data file',
  parameters: { Region: 'North' },
  callback_parameter: 'Region',
};

/** @param known what an earlier step has given, such as the ID of its job */
export function goodInput({ key, inputFields }: Operation, known: Item = {}): Item {
  const values: Item = { ...GOOD_VALUES, ...known };
  const isOfProject = inputFields.some((field) => field.key === 'project');
  const filled = inputFields.filter(
    (field) => field.required || field.key in known || (field.key === 'parameters' && isOfProject),
  );
  const missing = filled.filter((field) => !(field.key in values)).map((field) => field.key);
  if (missing.length > 0) throw new Error(`${key}: good-input.ts has no value for ${missing}`);
  return Object.fromEntries(filled.map((field) => [field.key, values[field.key]]));
}
