import { expect, test } from '@jest/globals';
import { markdown, summary } from '../../bench/report.ts';
import { isSettled, median, type Row } from '../../bench/result.ts';

const row: Row = { what: 'W', against: 'A', target: 'T', measured: 'M', reached: true };

test.each<[string, Partial<Row>, string, boolean]>([
  ['reached', {}, 'yes', true],
  ['missed', { reached: false }, '**no**', false],
  ['out of reach', { reached: false, limit: 'short by 0.1: …' }, 'no, short by 0.1: …', true],
])('a row that is %s says so', (_, more, verdict, settled) => {
  expect(summary([{ ...row, ...more }])).toContain(`| W | A | T | M | ${verdict} |`);
  expect(isSettled({ ...row, ...more })).toBe(settled);
});

test('the table behind a row stands below the summary, under the row’s name', () => {
  const table = { head: ['size', 'cost'], lines: [['1', '2 ms']] };
  const text = markdown([row, { ...row, what: 'Behind', table }]);
  expect(text).toContain('## Behind\n\n| size | cost |\n| --- | --- |\n| 1 | 2 ms |');
  expect(text).not.toContain('## W');
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2],
  [[5], 5],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle);
});
