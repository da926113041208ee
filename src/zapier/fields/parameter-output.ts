import type { PlainOutputField } from 'zapier-platform-core';
import type { Parameter } from '../../omniscope/parameters.ts';

/** A parameter as searches and dropdowns give it. Its name is its identity within a project. */
export function parameterOutput({ name, type, value }: Parameter) {
  return { id: name, name, type, value };
}

export const parameterOutputFields: PlainOutputField[] = [
  { key: 'id', label: 'ID', type: 'string' },
  { key: 'name', label: 'Name', type: 'string' },
  { key: 'type', label: 'Type', type: 'string' },
  // Without a type: a value is text, a number or yes/no, as its parameter is.
  { key: 'value', label: 'Value' },
];

export const parameterSample = { id: 'Region', name: 'Region', type: 'TEXT', value: 'EMEA' };

/** What a parameter is called where it is listed. */
export function parameterLabel(name: string): string {
  return name.trim() === '' ? 'Unnamed Parameter' : name;
}
