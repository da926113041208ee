import { expect, test } from '@jest/globals';
import { mergeUpdates } from '../../../src/zapier/execution/callback.ts';

test('a parameter is set once, and the callback’s own value wins over what a person entered', () => {
  const stronger = [{ name: 'Callback URL', value: 'https://hooks.zapier.example/1' }];
  const updates = [
    { name: 'Region', value: 'North' },
    { name: 'Callback URL', value: 'mine' },
  ];
  expect(mergeUpdates(stronger, updates)).toEqual([
    { name: 'Region', value: 'North' },
    ...stronger,
  ]);
  expect(mergeUpdates([], updates)).toEqual(updates);
});
