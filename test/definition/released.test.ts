import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { ROOT } from '../architecture/sources.ts';
import { app, authenticationFields, isDropdown, operations } from './operations.ts';
import { RELEASED, RELEASED_CHOICES, RELEASED_CONNECTION } from './released.ts';

describe.each(Object.entries(RELEASED))('%s', (name, released) => {
  const operation = operations.find(({ kind, key }) => `${kind}.${key}` === name);

  test('C001: is still there', () => {
    expect(operation).toBeDefined();
  });

  test('C002: still has its fields', () => {
    const keys = operation?.inputFields.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining([...released.inputs]));
  });

  test('C003: still gives what it gave', () => {
    const keys = Object.keys(operation?.sample ?? {});
    expect(keys).toEqual(expect.arrayContaining([...released.outputs]));
  });
});

test('an operation that is new is written down as released', () => {
  const keys = operations.map(({ kind, key }) => `${kind}.${key}`);
  expect(keys.sort()).toEqual(Object.keys(RELEASED).sort());
});

test('the fields of a connection are still there', () => {
  const keys = authenticationFields.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining([...RELEASED_CONNECTION]));
});

const dropdowns = [...operations.flatMap(({ inputFields }) => inputFields), ...authenticationFields]
  .filter((field) => field.choices !== undefined && !isDropdown(field))
  .map((field) => [field.key, field] as const);

test.each(dropdowns)('the choices of %s still mean what they meant', (key, { choices }) => {
  expect(Object.keys(choices ?? {})).toEqual(
    expect.arrayContaining([...(RELEASED_CHOICES[key] ?? [key])]),
  );
});

test.each(['creates', 'searches', 'triggers'] as const)(
  'a file of %s is named after the key of its operation',
  (kind) => {
    const files = readdirSync(path.join(ROOT, kind));
    const keys = operations.filter((operation) => operation.kind === kind).map(({ key }) => key);
    expect(files.sort()).toEqual(keys.map((key) => `${key}.ts`).sort());
    expect(Object.entries(app[kind]).filter(([name, { key }]) => name !== key)).toEqual([]);
  },
);

test('the app has the version of the package and of the core that it is built with', () => {
  expect(app.version).toBe(packageJson.version);
  expect(app.platformVersion).toBe(packageJson.dependencies['zapier-platform-core']);
});
