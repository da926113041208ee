/** Names and types from practice, each of which has broken a form or an encoding. */
import type { ParameterDefinition } from './fixture.ts';

const LONG_NAME_LENGTH = 200;

export const AWKWARD_PARAMETERS: readonly ParameterDefinition[] = [
  { name: ' leading and  double spaces', type: 'TEXT', value: 'a' },
  { name: '100 %', type: 'NUMBER', value: 12.5 },
  { name: '%20', type: 'TEXT', value: 'already looks encoded' },
  { name: '{{x}}', type: 'TEXT', value: '{{bundle.inputData.x}}' },
  { name: 'Größe 📏', type: 'TEXT', value: 'groß' },
  { name: 'Start date', type: 'DATE', value: '2026-01-01' },
  { name: 'start-date', type: 'DATE', value: null },
  { name: 'start_date', type: 'DATE', value: null },
  { name: 'a/b?c#d', type: 'TEXT', value: 'reserved in a URL' },
  { name: 'quote " and <b>markup</b>', type: 'TEXT', value: '<script>' },
  { name: '__proto__', type: 'TEXT', value: 'a name, nothing more' },
  { name: 'n'.repeat(LONG_NAME_LENGTH), type: 'TEXT', value: 'long name' },
  { name: 'Colour', type: 'COLOUR', value: '#ff8800' },
  { name: 'Folder', type: 'FOLDER', value: null },
];
