import { describe, expect, test } from '@jest/globals';
import { csvFormat } from 'd3-dsv';
import fc from 'fast-check';
import {
  parseRows,
  type RowsProblem,
  rowsMessage,
  skippedMessage,
} from '../../../src/zapier/output/rows.ts';

/** Whatever a text turned out to be: its rows, or the problem. */
function read(text: string): unknown {
  const parsed = parseRows(text);
  return 'rows' in parsed ? parsed.rows : parsed.problem;
}

describe('rows in JSON', () => {
  test.each([
    [
      'a list of objects',
      '[{"a":1},{"a":null,"b":[1,{"c":true}]}]',
      [{ a: 1 }, { a: null, b: [1, { c: true }] }],
    ],
    ['one object', ' {"a":"x"}\n', [{ a: 'x' }]],
    ['an empty list', '[]', []],
    ['a byte order mark', '\uFEFF[{"a":1}]', [{ a: 1 }]],
    [
      'a number that would be rounded',
      '[{"id":7615917337495251231}]',
      [{ id: '7615917337495251231' }],
    ],
    ['an entry that is no object', '[{"a":1},null,[1],"x",{"a":2}]', [{ a: 1 }, { a: 2 }]],
  ])('reads %s', (_case, text, rows) => {
    expect(read(text)).toEqual(rows);
  });

  test.each([
    ['a list of values', '[1,2]'],
    ['a list of lists', '[["a","b"],["1","2"]]'],
    ['a list that was cut off', '[{"a":1,"b":2},\n{"a":3,'],
    ['one object a line', '{"a":1,"b":2}\n{"a":3,"b":4}'],
  ])('takes %s for no rows', (_case, text) => {
    expect(read(text)).toBe('not-rows');
  });

  test('leaves out a key that would be a prototype', () => {
    const [row] = read('[{"__proto__":{"x":1},"a":{"__proto__":{"x":1}}}]') as [{ a: object }];
    expect(row).toEqual({ a: {} });
    expect([row, row.a].map(Object.getPrototypeOf)).toEqual([Object.prototype, Object.prototype]);
    expect(row).not.toHaveProperty('x');
    expect(row.a).not.toHaveProperty('x');
  });

  test('counts the entries that it leaves out', () => {
    expect(parseRows('[{"a":1},2,3]')).toEqual({ rows: [{ a: 1 }], skipped: 2 });
    expect(skippedMessage(2, 'Rows')).toMatch(/^2 entries .*"Rows"/);
    expect(skippedMessage(0, 'Rows')).toBeNull();
  });
});

describe('rows in CSV', () => {
  test.each([
    ['commas', 'a,b\n1,2\n', [{ a: '1', b: '2' }]],
    ['semicolons', 'a;b\n1,5;2', [{ a: '1,5', b: '2' }]],
    ['tabs', 'a\tb\n1\t2', [{ a: '1', b: '2' }]],
    [
      'the separator that the header has most',
      'Name;Price, net;Qty\nx;1;2',
      [{ Name: 'x', 'Price, net': '1', Qty: '2' }],
    ],
    [
      'a semicolon before a comma where both are there once',
      'Name;Price, net\nx;1',
      [{ Name: 'x', 'Price, net': '1' }],
    ],
    ['a separator inside quotes of the header', '"a;""b;c;",d\n1,2', [{ 'a;"b;c;': '1', d: '2' }]],
    ['quotes', 'a,b\n"x, ""y""","l1\nl2"', [{ a: 'x, "y"', b: 'l1\nl2' }]],
    ['an inch sign in a name', 'Size 5",b\n1,2', [{ 'Size 5"': '1', b: '2' }]],
    ['an inch sign in a value', 'a,b\n5" pipe,2', [{ a: '5" pipe', b: '2' }]],
    ['a byte order mark and CRLF', '\uFEFF"a",b\r\n1,2\r\n', [{ a: '1', b: '2' }]],
    [
      'line ends of several kinds',
      'a,b\r\n"x\r\ny",1\n2,3\r4,5',
      [
        { a: 'x\r\ny', b: '1' },
        { a: '2', b: '3' },
        { a: '4', b: '5' },
      ],
    ],
    ['empty lines', '\n\na,b\n\n1,2\n   \n\n', [{ a: '1', b: '2' }]],
    [
      'missing cells',
      'a,b,c\n1\n,2',
      [
        { a: '1', b: '', c: '' },
        { a: '', b: '2', c: '' },
      ],
    ],
    [
      'cells beyond the header',
      'a,b\n1,2,3,,5\n1,2,',
      [
        { a: '1', b: '2', column_3: '3', column_5: '5' },
        { a: '1', b: '2' },
      ],
    ],
    ['columns without a name', 'a,,\n1,2,', [{ a: '1', column_2: '2' }]],
    ['a column that is called like a place', 'column_2,\n1,2', [{ column_2: '1', column_2_: '2' }]],
    ['names that come twice', 'a,a_2,a, a \n1,2,3,4', [{ a: '1', a_2: '2', a_3: '3', a_4: '4' }]],
    ['one column, ended by a separator', 'mail,\na@example.com,', [{ mail: 'a@example.com' }]],
    [
      'values as they are written',
      'id,n\n7615917337495251231, 007',
      [{ id: '7615917337495251231', n: ' 007' }],
    ],
    ['brackets that are no JSON', '[Sales],[Region]\n1,2', [{ '[Sales]': '1', '[Region]': '2' }]],
  ])('reads %s', (_case, text, rows) => {
    expect(read(text)).toEqual(rows);
  });

  test('a header of names that objects have changes no prototype', () => {
    const [row] = read('__proto__,constructor,toString\n1,2,3') as [object];
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(Object.entries(row)).toEqual([
      ['constructor', '2'],
      ['toString', '3'],
      ['column_1', '1'],
    ]);
    expect(Object.hasOwn(Object.prototype, 'column_1')).toBe(false);
  });

  test('reads whatever is written as CSV', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', ';', '\t', '\n', '\r', ' ', 'é'),
    });
    const rows = fc.array(fc.record({ a: cell, b: cell, 'c;"d': cell }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(rows, (written) => {
        expect(read(csvFormat(written))).toEqual(written);
      }),
    );
  });
});

describe('what are no rows', () => {
  const wide = 'x'.repeat(200_000);
  test.each<[string, string, RowsProblem]>([
    ['nothing', '', 'empty'],
    ['blanks', ' \n\t', 'empty'],
    ['one line of text', 'All is well, thanks.', 'one-line'],
    ['a header alone', 'a,b\n', 'one-line'],
    ['lines without a separator', 'All is well.\nThanks', 'not-rows'],
    ['a number', '42', 'one-line'],
    ['JSON of more than 3 MB', JSON.stringify([{ a: 'é'.repeat(1_500_000) }]), 'too-large'],
    ['more than 50 000 objects', JSON.stringify(Array(50_001).fill({})), 'too-large'],
    [
      'JSON nested 20 000 levels deep',
      `[{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}]`,
      'too-large',
    ],
    ['a header of a million separators', `${','.repeat(1e6)}\n1,2`, 'too-large'],
    ['a line of a million cells', `a,b\n${'x,'.repeat(1e6)}`, 'too-large'],
    ['a long name over many lines', `${wide},b\n${'1,2\n'.repeat(100)}`, 'too-large'],
    ['more than 50 000 lines', `a,b\n${'1,2\n'.repeat(50_001)}`, 'too-large'],
    ['a million empty lines', `a,b${'\n'.repeat(1e6)}`, 'one-line'],
  ])('%s', (_case, text, problem) => {
    expect(read(text)).toBe(problem);
  });

  test('a million quotes are one cell', () => {
    expect(read(`a,b\n${'"'.repeat(1e6)}`)).toHaveLength(1);
  });

  test('the message says in one sentence what the value should be', () => {
    const problems: RowsProblem[] = [
      'empty',
      'one-line',
      'not-rows',
      'too-large',
      'missing',
      'not-text',
    ];
    for (const problem of problems) {
      const message = rowsMessage(problem, 'Result '.repeat(50));
      expect(message).toMatch(
        /^There are no rows, because [^.]*"Result [^.]*: [^.]*should [^.]*\.$/,
      );
      expect(message.length).toBeLessThanOrEqual(250);
    }
  });
});

describe('5 000 rows', () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => ({
    id: String(index),
    name: `Name "${index}", and more`,
    amount: String(index * 1.5),
  }));

  test.each([
    ['JSON', JSON.stringify(rows)],
    ['CSV', csvFormat(rows)],
  ])('arrive whole from %s', (_form, text) => {
    expect(read(text)).toEqual(rows);
  });
});
