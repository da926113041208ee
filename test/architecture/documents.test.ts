import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FACTS } from '../../check-server/check.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { DEFAULT_ASSUMPTIONS as AUTHORIZATION_ASSUMPTIONS } from '../../sandbox/authorization-server/assumptions.ts';
import { DEFAULT_ASSUMPTIONS } from '../../sandbox/omniscope-server/assumptions.ts';
import { ERROR_CATALOG } from '../../src/zapier/errors/catalog.ts';
import type { ErrorDefinition } from '../../src/zapier/errors/error-definition.ts';
import { TOKEN_ERROR_MESSAGES } from '../../src/zapier/errors/token-error-messages.ts';
import { operations } from '../definition/operations.ts';
import {
  deadLinks,
  missingCommands,
  missingFiles,
  missingScripts,
  readDocument,
  readDocuments,
} from './documents.ts';
import { ROOT } from './sources.ts';

const documents = readDocuments();

describe.each(documents.map((document) => [document.path, document] as const))(
  '%s',
  (_path, document) => {
    test('links to what there is', () => {
      expect(deadLinks(document)).toEqual([]);
    });

    test('names files and scripts that there are', () => {
      expect(missingFiles(document)).toEqual([]);
      expect(missingScripts(document, packageJson.scripts)).toEqual([]);
      expect(missingCommands(document)).toEqual([]);
    });
  },
);

test('pictures are small enough to load at once', () => {
  const folder = path.join(ROOT, 'docs/images');
  const sizes = readdirSync(folder).map((name) => [name, statSync(path.join(folder, name)).size]);
  expect(sizes.filter(([, bytes]) => Number(bytes) > 150_000)).toEqual([]);
});

test('what is not there would be found', () => {
  const text =
    '[a](nowhere.md) [b](#no-heading) `src/no-such.ts` npm run no-such, zapier-platform env:nothing\n# A Heading\n';
  const document = { path: 'docs/x.md', text };
  expect(deadLinks(document)).toEqual(['nowhere.md', '#no-heading']);
  expect(deadLinks({ ...document, text: `${text}[c](#a-heading)` })).toHaveLength(2);
  expect(missingFiles(document)).toEqual(['src/no-such.ts']);
  expect(missingScripts(document, packageJson.scripts)).toEqual(['no-such']);
  expect(missingCommands(document)).toEqual(['env:nothing']);
});

describe('docs/operations.md', () => {
  const { text } = readDocument('docs/operations.md');
  const visible = operations.filter(({ hidden }) => !hidden);

  test.each(visible.map((operation) => [operation.label, operation] as const))(
    'has a section for %s, with all its fields',
    (label, { inputFields }) => {
      const [, after = ''] = text.split(`\n### ${label}\n`);
      const [section = ''] = after.split(/\n##/);
      const labels = inputFields.map((field) => field.label ?? '');
      // A project is what every section is about.
      const unnamed = labels.filter(
        (each) => each !== 'Project' && !section.includes(`**${each}**`),
      );
      expect(unnamed).toEqual([]);
    },
  );

  test('names every field of a run’s result', () => {
    const run = visible.find(({ key }) => key === 'execute_workflow');
    const labels = run?.outputFields.map(({ label = '' }) => label.replace(/ \(.*\)$/, '')) ?? [];
    expect(labels.length).toBeGreaterThan(10);
    const unnamed = labels.filter((each) => each !== 'ID' && !text.includes(`**${each}**`));
    expect(unnamed).toEqual([]);
  });

  test('has no section for what is not there', () => {
    const sections = [...text.matchAll(/^### (.*)$/gm)].map(([, label]) => label);
    expect(sections.sort()).toEqual(visible.map(({ label }) => label).sort());
  });
});

/** What a row says happened, in its own example. */
function happenedIn<Details>(row: ErrorDefinition<Details>): string {
  return row.message(row.example);
}

test('docs/administrators.md quotes the words that people really read', () => {
  const sentences = [
    ...Object.values(TOKEN_ERROR_MESSAGES).map(({ message }) => message),
    ERROR_CATALOG['no-refresh-token'].message({}),
    ERROR_CATALOG['no-offline-access'].message({}),
    happenedIn(ERROR_CATALOG['invalid-server-url']),
    happenedIn(ERROR_CATALOG['intermediary-response']),
    happenedIn(ERROR_CATALOG.unreachable),
    happenedIn(ERROR_CATALOG['not-an-omniscope-api']),
    happenedIn(ERROR_CATALOG['new-token-rejected']),
    happenedIn(ERROR_CATALOG.forbidden),
  ];
  const { text } = readDocument('docs/administrators.md');
  const quoted = [...text.matchAll(/“([^”]+)”/g)].map(([, words = '']) => words);
  expect(quoted.length).toBeGreaterThan(15);
  const isReal = (words: string) => sentences.some((sentence) => sentence.startsWith(words));
  expect(quoted.filter((words) => !isReal(words))).toEqual([]);
});

test('M002: the listing in docs/developer.md is what the directory takes', () => {
  const { text } = readDocument('docs/developer.md');
  const [, listing = ''] = /^> (.*)$/m.exec(text) ?? [];
  expect(listing).toMatch(/^Omniscope is an? .*\.$/);
  expect(listing).not.toMatch(/zapier|sync|https?:/i);
  expect(listing.length).toBeGreaterThanOrEqual(40);
  expect(listing.length).toBeLessThanOrEqual(140);
});

describe('docs/server-facts.md', () => {
  const { text } = readDocument('docs/server-facts.md');

  test.each(FACTS.map(({ id }) => [id]))('explains what check-server calls %s', (id) => {
    expect(text).toContain(`\`${id}\``);
  });

  test.each([...Object.keys(DEFAULT_ASSUMPTIONS), ...Object.keys(AUTHORIZATION_ASSUMPTIONS)])(
    'says what is assumed with %s',
    (assumption) => {
      expect(text).toContain(`\`${assumption}\``);
    },
  );
});
