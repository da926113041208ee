import { describe, expect, test } from '@jest/globals';
import { findingsIn } from './planted.ts';
import * as rules from './rules.ts';
import { readRepository, type Source } from './sources.ts';

/** What each of Biome's rules forbids: the file, and a line that breaks the rule there. */
const BREACHES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  noRestrictedImports: [
    ['src/omniscope/a.ts', "import 'zapier-platform-core';"],
    ['src/omniscope/zod.ts', "import { z } from 'zod';"],
    ['src/omniscope/jobs/a.ts', "import type { A } from '../../zapier/a.ts';"],
    ['src/omniscope/jobs/b.ts', "import b from '../../../package.json' with { type: 'json' };"],
    ['src/zapier/a.ts', "export { default } from '../../creates/a.ts';"],
    ['src/zapier/platform/a.ts', "await import('../../../test/a.ts');"],
    ['creates/a.ts', "import { csvParse } from 'd3-dsv';"],
    ['searches/a.ts', "import { a } from '../creates/b.ts';"],
    ['triggers/a.ts', "import {\n  a,\n} from '../sandbox/a.ts';"],
    ['index.ts', "import './demo/main.ts';"],
    ['sandbox/a.ts', "import { a } from '../index.ts';"],
    ['sandbox/server/a.ts', "import type { A } from '../../src/omniscope/a.ts';"],
    // The network, randomness and the environment by way of a module.
    ['src/zapier/https.ts', "import { request } from 'node:https';"],
    ['src/zapier/http.ts', "import http from 'node:http';"],
    ['src/omniscope/tls.ts', "import * as tls from 'node:tls';"],
    ['src/zapier/tls.ts', "import { connect } from 'node:tls';"],
    ['src/zapier/bytes.ts', "import { randomBytes } from 'node:crypto';"],
    ['src/zapier/process.ts', "import { env } from 'node:process';"],
  ],
  noRestrictedGlobals: [
    ['src/zapier/fetch.ts', "await fetch('https://a.example');"],
    ['src/zapier/timer.ts', 'setTimeout(() => {}, 1);'],
    ['creates/random.ts', 'export const a = crypto.randomUUID();'],
  ],
  noJsRestrictedProperties: [
    ['src/omniscope/now.ts', 'export const a = Date.now();'],
    ['src/zapier/random.ts', 'export const a = Math.random();'],
    ['src/omniscope/clock.ts', 'export const a = Math.random();'],
    ['src/zapier/platform/runtime.ts', 'export const a = Date.now();'],
  ],
  noProcessGlobal: [
    ['src/zapier/environment.ts', 'export const a = process.env.A;'],
    ['src/omniscope/clock.ts', 'export const b = process.env.A;'],
  ],
  noUnsafeTypeAssertion: [
    ['src/zapier/cast.ts', 'export const a = (b: object) => b as Date;'],
    ['index.ts', 'export default <Date>a;'],
  ],
  plugin: [
    ['src/zapier/date.ts', 'export const a = new Date();'],
    ['test/cast.ts', 'export const a = (b: string) => b as unknown as Date;'],
  ],
  noExplicitAny: [['test/any.ts', 'export const a = (b: any) => b;']],
  noTsIgnore: [['test/ignored.ts', '// @ts-ignore\nexport const a: string = 1;']],
  noImportCycles: [
    ['bench/cycle.ts', "import './other.ts';"],
    ['bench/other.ts', "import type { A } from './cycle.ts';\nexport type B = A;"],
  ],
  noExcessiveLinesPerFile: [['demo/long.ts', 'a();\n'.repeat(251)]],
  useFilenamingConvention: [
    ['sandbox/MyServer.ts', ''],
    ['creates/create-project.ts', ''],
  ],
};

describe('biome.json', () => {
  const breaches = Object.entries(BREACHES).flatMap(([rule, rows]) =>
    rows.map(([file, line]) => ({ rule, file, line })),
  );
  const files: Record<string, string> = {};
  for (const { file, line } of breaches) files[file] = `${files[file] ?? ''}${line}\n`;
  const findings = findingsIn(files);

  test.each(breaches)('forbids by $rule what stands in $file', ({ rule, file }) => {
    expect(findings).toContainEqual([file, rule]);
  });
});

const text = (path: string, content: string): Source => ({ path, text: content });

/** The rules that Biome does not have, each with sources that break it. */
const CASES: readonly [string, rules.Rule, ...Source[]][] = [
  [
    'no folder or file is named for nothing in particular',
    rules.namesSayWhatIsInside,
    text('src/zapier/utils.ts', ''),
    text('src/helpers/a.ts', ''),
    text('test/lib/a.test.ts', ''),
  ],
  [
    'no comment silences the compiler, and none in the app silences Biome',
    rules.nothingIsSilenced,
    text('test/a.ts', '// @ts-expect-error the types are wrong'),
    text('sandbox/a.ts', '// @ts-nocheck'),
    text('creates/a.ts', '// biome-ignore lint/style/noRestrictedImports: just once'),
    text('sandbox/a.ts', '// biome-ignore-all lint: no time'),
  ],
  [
    'no file tells of the machine it was written on, of a registry, or a secret',
    rules.nothingPrivateIsTold,
    // In pieces, so that this file does not break the rule itself.
    text('README.md', `const folder = '${['', 'home', 'somebody'].join('/')}';`),
    text('test/a.ts', `const key = '-----BEGIN ${'PRIVATE KEY'}-----';`),
    text('test/recordings/a.json', `"ey${'J'.padEnd(40, 'a')}.${'b'.repeat(40)}.c"`),
    text('package-lock.json', `"resolved": "${'https:'}//registry.example/a.tgz"`),
  ],
];

describe('the repository', () => {
  const repository = readRepository();

  test.each(CASES)('%s', (_name, rule, ...breaches) => {
    expect(rule(repository)).toEqual([]);
    for (const breach of breaches) expect(rule([breach])).toEqual([breach.path]);
  });
});
