import { expect, test } from '@jest/globals';
import { fileNameOf } from '../../../src/zapier/files/file-name.ts';

const url = new URL('https://files.example.com/a/Report%202026.csv?X-Signature=abc');

test.each([
  ['attachment; filename="data.csv"', 'data.csv'],
  ['attachment; filename=data.csv', 'data.csv'],
  ['inline;filename="a; b.csv"; size=3', 'a; b.csv'],
  ['attachment; filename="say \\"hi\\".csv"', 'say "hi".csv'],
  [
    'attachment; filename="fallback.csv"; filename*=UTF-8\'\'Gr%C3%B6%C3%9Fe%20%F0%9F%93%88.csv',
    'Größe 📈.csv',
  ],
  ["attachment; filename*=UTF-8'de'a%20b.csv; filename=x.csv", 'a b.csv'],
  ["attachment; filename*=UTF-8''%zz; filename=plain.csv", 'plain.csv'],
  [`attachment; filename="${Buffer.from('Größe.csv').toString('latin1')}"`, 'Größe.csv'],
  ['attachment; filename="Gr\u00f6\u00dfe.csv"', 'Größe.csv'],
  ['ATTACHMENT; FILENAME="data.csv"', 'data.csv'],
])('comes from Content-Disposition: %s', (header, name) => {
  expect(fileNameOf(header, url)).toBe(name);
});

test.each([null, '', 'attachment', 'inline; size=3'])(
  'comes from the address where %j does not tell it',
  (header) => {
    expect(fileNameOf(header, url)).toBe('Report 2026.csv');
  },
);

test.each([
  ['https://files.example.com/', 'file'],
  ['https://files.example.com/a/..%2f', 'file'],
  ['https://files.example.com/%zz', 'file'],
  ['https://files.example.com/%2e%2e%2f%2e', 'file'],
])('is a plain one where there is none: %s', (address, name) => {
  expect(fileNameOf(null, new URL(address))).toBe(name);
});

test.each([
  ['attachment; filename="../../etc/passwd"', 'passwd'],
  ['attachment; filename="C:\\\\temp\\\\data.csv"', 'data.csv'],
  ["attachment; filename*=UTF-8''..%2F..%2Fdata.csv", 'data.csv'],
  ["attachment; filename*=UTF-8''a%0D%0Ab%00.csv", 'ab.csv'],
  ["attachment; filename*=UTF-8''evil%E2%80%AEvsc.exe", 'evilvsc.exe'],
])('is only ever a name, no path and nothing invisible: %s', (header, name) => {
  expect(fileNameOf(header, url)).toBe(name);
});

test('keeps its extension when it is too long', () => {
  const name = fileNameOf(`attachment; filename="${'x'.repeat(500)}.csv"`, url);
  expect(name).toHaveLength(200);
  expect(name.endsWith('x.csv')).toBe(true);
});
