import { describe, expect, test } from '@jest/globals';
import { parsePosted, postedMessage, toItems } from '../../../src/zapier/output/posted.ts';

describe('parsePosted', () => {
  test.each([
    ['an object', { status: 'completed' }, { status: 'completed' }, null],
    ['a list of objects', [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 2 }]],
    ['rows in an object', { rows: [{ a: 1 }], n: 1 }, { rows: [{ a: 1 }], n: 1 }, [{ a: 1 }]],
    ['no rows in an object', { rows: [] }, { rows: [] }, []],
    ['rows that are none', { rows: 'a,b' }, { rows: 'a,b' }, null],
    ['an empty list', [], [], []],
    ['a list of values', [1, 'x'], [1, 'x'], null],
    ['an odd entry among objects', [{ a: 1 }, 2], [{ a: 1 }, 2], [{ a: 1 }]],
    ['text', 'done', 'done', null],
    [
      'JSON that came as text',
      '[{"id":7615917337495251231}]',
      [{ id: '7615917337495251231' }],
      [{ id: '7615917337495251231' }],
    ],
    ['broken JSON', '{"a":', '{"a":', null],
    ['a number', 0, 0, null],
    ['a boolean', false, false, null],
    ['an empty body', undefined, null, null],
    ['an empty text', ' ', null, null],
    ['null', null, null, null],
    ['fields of a form', { querystring: { a: '1' } }, { querystring: { a: '1' } }, null],
  ])('hands on %s', (_case, content, posted, rows) => {
    expect(parsePosted(content)).toEqual({ posted, rows, problem: null });
  });

  test('leaves out a key that would be a prototype', () => {
    const { posted } = parsePosted(JSON.parse('{"__proto__":{"a":1},"b":2}'));
    expect(posted).toEqual({ b: 2 });
    expect(posted).not.toHaveProperty('a');
  });

  test.each([{ a: ['x the-secret'], 'the-secret': 1 }, '{"a":["x the-secret"],"the-secret":1}'])(
    'leaves out the secrets of the connection, from texts and keys: %j',
    (content) => {
      const { posted } = parsePosted(content, ['the-secret']);
      expect(posted).toEqual({ a: ['x …'], '…': 1 });
    },
  );

  const tooLarge = { posted: null, rows: null, problem: 'too-large' };
  const nested = (depth: number) => JSON.parse(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`);
  const cyclic: Record<string, unknown> = {};
  cyclic.self = [cyclic, cyclic];

  test.each([
    ['1 MB of JSON and more', { a: 'x'.repeat(1_000_000) }],
    ['1 MB in letters of two bytes', ['é'.repeat(500_000)]],
    ['a value nested 100 levels deep', nested(50)],
    ['a value nested 20 000 levels deep', nested(10_000)],
    ['a value that holds itself', cyclic],
    ['a million values', Array(1_000_000).fill(1)],
  ])('hands on nothing of %s', (_case, content) => {
    expect(parsePosted(content)).toEqual(tooLarge);
  });

  test('hands on a little less than 1 MB, and a nesting of 40 levels', () => {
    expect(parsePosted({ a: 'x'.repeat(999_900) }).problem).toBeNull();
    expect(parsePosted(nested(20))).toMatchObject({ posted: nested(20), problem: null });
  });

  test('has a sentence for what is too large', () => {
    expect(postedMessage('too-large')).toMatch(/1 MB/);
  });
});

describe('toItems', () => {
  test.each([
    ['an object', { a: 1, rows: [{ b: 2 }] }, [{ a: 1, rows: [{ b: 2 }] }]],
    ['an object without keys', {}, [{}]],
    ['a list of objects', [{ a: 1 }, { id: 'own' }], [{ a: 1 }, { id: 'own' }]],
    ['an empty list', [], []],
    ['an empty body', undefined, [{ id: 'post', value: null }]],
    ['text', 'done', [{ id: 'post', value: 'done' }]],
    ['a number', 0, [{ id: 'post', value: 0 }]],
    ['a list of values', [1, 2], [{ id: 'post', value: [1, 2] }]],
    ['a list with an odd entry', [{ a: 1 }, 2], [{ id: 'post', value: [{ a: 1 }, 2] }]],
    ['JSON that came as text', '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
  ])('makes items of %s', (_case, content, items) => {
    expect(toItems(content, 'post')).toEqual(items);
  });

  test('makes 5 000 items of 5 000 rows that are larger than 1 MB', () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => ({ n, text: 'x'.repeat(300) }));
    expect(toItems(rows, 'post')).toEqual(rows);
  });

  test.each([
    ['more than 5 MB', ['x'.repeat(5_000_000)]],
    ['more than 500 000 values', Array(500_000).fill(1)],
  ])('says so in one item where what was posted is %s', (_case, content) => {
    expect(toItems(content, 'post')).toEqual([
      { id: 'post', value: null, message: expect.stringContaining('larger than 5 MB') },
    ]);
  });
});
