import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
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

/** CHANGELOG.md as `zapier-platform promote` reads it, with the official CLI's own reader. */
interface Entry {
  readonly changelog: string;
  readonly appMetadata?: readonly {
    readonly app_change_type: string;
    readonly action_key: string;
    readonly action_type: string;
  }[];
  readonly issueMetadata?: readonly unknown[];
}

const {
  getVersionChangelog,
}: { getVersionChangelog(version: string, folder: string): Promise<Entry> } = createRequire(
  import.meta.url,
)('zapier-platform-cli/src/utils/changelog');

/** The CLI's words for the kinds of operations. */
const ACTION_TYPES = { triggers: 'read', creates: 'write', searches: 'search' };

test('has an entry for the version of package.json', async () => {
  const { changelog } = await getVersionChangelog(packageJson.version, ROOT);
  expect(changelog).toMatch(/^- \w/);
});

test('names every operation that people see as added once, and no other', async () => {
  const versions = ['1.0.0', packageJson.version];
  const entries = await Promise.all(versions.map((version) => getVersionChangelog(version, ROOT)));
  const appMetadata = entries.flatMap((entry) => entry.appMetadata ?? []);
  const named = appMetadata.map(({ action_type, action_key }) => `${action_type}/${action_key}`);
  const visible = operations
    .filter(({ hidden }) => !hidden)
    .map(({ kind, key }) => `${ACTION_TYPES[kind]}/${key}`);
  expect(named.sort()).toEqual(visible.sort());
  expect(entries.flatMap(({ issueMetadata = [] }) => issueMetadata)).toEqual([]);
});

test('would not find a version that is not there', async () => {
  expect(await getVersionChangelog('0.0.1', ROOT)).toEqual({ changelog: '' });
});
