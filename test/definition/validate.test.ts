/** Zapier's schema, checked by the core's own `validate` command, as `zapier-platform validate` does. */
import { expect, test } from '@jest/globals';
import { createAppHandler } from '../../sandbox/zapier-emulator/core-internals.ts';
import { app } from './operations.ts';

const validate = (definition: object) => createAppHandler(definition)({ command: 'validate' });

test('keeps to the platform schema', async () => {
  const { results } = await validate(app);
  expect(results).toEqual([]);
});

test('would be told of a definition that does not', async () => {
  const { results } = await validate({ ...app, searchOrCreates: { find: { key: 'find' } } });
  expect(results).not.toEqual([]);
});
