/** Whether what an operation gives, in its sample or live, is what its output fields announce. */
import type { Operation, OutputField } from './operations.ts';
import { isIsoTime, looksLikeTime } from './wording.ts';

type Item = Readonly<Record<string, unknown>>;

/** D024, T005: values are of the announced types, and nothing is given that was not announced. */
export function typeFaults(
  { outputFields }: Pick<Operation, 'outputFields'>,
  item: Item,
): string[] {
  const announced = new Map(outputFields.map((field) => [field.key, field]));
  const unannounced = Object.keys(item).filter((key) => !announced.has(key));
  const missing = outputFields.map(({ key }) => key).filter((key) => !(key in item));
  const mistyped = outputFields
    .filter((field) => field.key in item && !fits(field, item[field.key]))
    .map(({ key, type }) => `${key} is ${JSON.stringify(item[key])}, not ${type}`);
  return [
    ...unannounced.map((key) => `${key} is not announced`),
    ...missing.map((key) => `${key} is missing`),
    ...mistyped,
  ];
}

/** Null stands for no value, which every type allows. */
function fits(field: OutputField, value: unknown): boolean {
  if (value === null) return true;
  // Without a type: a parameter's value, or whatever JSON a workflow has posted.
  if (field.type === undefined && !field.list && !field.dict) return true;
  if (field.list) return Array.isArray(value) && value.every((each) => isOfType(field.type, each));
  if (field.dict) return typeof value === 'object' && !Array.isArray(value);
  return isOfType(field.type, value);
}

function isOfType(type: string | undefined, value: unknown): boolean {
  switch (type) {
    case undefined:
      return true;
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'datetime':
      return typeof value === 'string' && isIsoTime(value);
    default:
      return false;
  }
}

/** D023, T003: whatever looks like a time is ISO 8601 with its zone. */
export function timeFaults(item: Item): string[] {
  return Object.entries(item)
    .filter(([, value]) => typeof value === 'string' && looksLikeTime(value) && !isIsoTime(value))
    .map(([key, value]) => `${key}: ${value}`);
}

/** T004: a live result has the sample's keys, and here no others. */
export function keyFaults(sample: Item, live: Item): string[] {
  const only = (one: Item, other: Item) => Object.keys(one).filter((key) => !(key in other));
  return [...only(sample, live), ...only(live, sample)];
}
