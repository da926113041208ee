/** What people and earlier steps put into fields that were made for something else. */
import type { InputField } from './operations.ts';

const LONG = 20_000;

const BLANKS: readonly unknown[] = ['', '   ', '\n\t', null, [], {}, [''], [null]];
const TEXTS: readonly string[] = [
  'x'.repeat(LONG),
  '<script>alert(1)</script>',
  '{{bundle.authData.access_token}}',
  '%7B%7Bx%7D%7D',
  '%00%0d%0aX-Injected: 1',
  'a\u0000b',
  'line one\r\nX-Injected: 1',
  '\ud800',
  '\u202egnp.exe',
  '../../../etc/passwd',
  '..',
  '/',
  '.iox',
  'https://elsewhere.example.net/Sales/Monthly Report.iox',
  'http://omniscope.example.com/x.iox',
  'file:///etc/passwd',
  '🎉'.repeat(300),
  '{"a":1',
  'NaN',
  '-1',
  '1e999',
  '0x10',
];
const OTHERS: readonly unknown[] = [
  0,
  -1,
  1.5,
  1e21,
  true,
  false,
  ['a', 1, null, { b: 2 }],
  Array(500).fill('x'),
  { a: { b: { c: null } } },
  { '': 'no name' },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":"x","toString":"y"}'),
  [[['deep']]],
];

/** Values that are wrong for most fields; what is right for one is left to the server. */
export const BAD_VALUES: readonly unknown[] = [...BLANKS, ...TEXTS, ...OTHERS];

/** The same inside the form that a list or a dict has, where a value is hidden one level deeper. */
export function badValuesFor({ list, dict }: InputField): readonly unknown[] {
  if (list) return [...BAD_VALUES, ...TEXTS.map((text) => ['Publish', text])];
  if (!dict) return BAD_VALUES;
  const inside = TEXTS.map((text, index) => (index % 2 ? { Region: text } : { [text]: 'North' }));
  return [...BAD_VALUES, ...inside, ...OTHERS.map((value) => ({ Region: value }))];
}

/** As it stands in a failure's report. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
