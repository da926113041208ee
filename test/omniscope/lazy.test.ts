import { expect, test } from '@jest/globals';
import { lazy } from '../../src/omniscope/lazy.ts';

test('a value is made when it is first asked for, and once, whatever it is', () => {
  const made: unknown[] = [];
  const value = lazy(() => {
    made.push(undefined);
    return undefined;
  });
  expect(made).toHaveLength(0);
  expect([value(), value()]).toEqual([undefined, undefined]);
  expect(made).toHaveLength(1);
});
