/** CHANGELOG.md as `zapier-platform promote` reads it, with the official CLI's own reader. */
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { ROOT } from '../architecture/sources.ts';
import { operations } from './operations.ts';

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
