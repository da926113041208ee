import { describe, expect, test } from '@jest/globals';
import * as rules from './rules.ts';
import { importsOf, readRepository, readSources, type Source } from './sources.ts';

const sources = readSources();
const planted = (path: string, text: string): Source => ({ path, text });

/** What each rule is for, and a source that breaks it: a rule that finds nothing there guards nothing. */
const CASES: readonly [string, rules.Rule, ...Source[]][] = [
  [
    "the client of Omniscope's APIs imports nothing of Zapier",
    rules.dependenciesPointOneWay,
    planted('src/omniscope/api.ts', "import { z } from 'zapier-platform-core';"),
    planted('src/omniscope/api.ts', "import type { Runtime } from '../zapier/runtime.ts';"),
  ],
  [
    'what operations share imports none of them',
    rules.dependenciesPointOneWay,
    planted(
      'src/zapier/platform/runtime.ts',
      "export { default } from '../../../creates/create_project.ts';",
    ),
  ],
  [
    'the app imports nothing of the sandbox, the tests or the demo',
    rules.dependenciesPointOneWay,
    planted('creates/x.ts', "import {\n  startSandbox,\n} from '../sandbox/start.ts';"),
    planted('index.ts', "import './demo/main.ts';"),
    planted('src/zapier/x.ts', "await import('../../test/setup/network.mjs');"),
  ],
  [
    'the sandbox shares no code with the app',
    rules.sandboxStandsAlone,
    planted('sandbox/start.ts', "import { createApp } from '../index.ts';"),
    planted(
      'sandbox/omniscope-server/job.ts',
      "import type { Job } from '../../src/omniscope/jobs/job.ts';",
    ),
  ],
  [
    'no file imports itself by a roundabout way',
    rules.noCycles,
    planted('src/a.ts', "import './b.ts';"),
    planted('src/b.ts', "import './c.ts';"),
    planted('src/c.ts', "import './a.ts';"),
  ],
  [
    'nothing silences the compiler',
    rules.nothingSilencesTheCompiler,
    planted('src/a.ts', '// @ts-expect-error the types are wrong\nconst a = 1;'),
    planted('sandbox/a.ts', 'const a = b as unknown as string;'),
    planted('test/a.ts', 'function f(a: any) {}'),
  ],
  [
    'casts of the app lie in one file',
    rules.castsLieInOneFile,
    planted('src/zapier/a.ts', '  const cache = z.cache as ScopedCache;'),
    planted('index.ts', 'export default createApp(x) as { a: 1 };'),
  ],
  [
    'time, chance and environment are passed in',
    rules.theWorldIsPassedIn,
    planted('src/omniscope/jobs/a.ts', 'const now = Date.now();'),
    planted('src/zapier/a.ts', 'const id = process.env.CLIENT_ID;'),
    planted('creates/a.ts', 'const chance = Math.random();'),
    planted('src/zapier/a.ts', "const id = randomBytes(8).toString('hex');"),
  ],
  [
    "the network is reached through Zapier's client alone",
    rules.networkOnlyThroughZapier,
    planted('src/zapier/a.ts', "import { request } from 'node:https';"),
    planted('src/zapier/a.ts', 'const answer = await fetch(url);'),
  ],
  [
    'a file can be read in one look',
    rules.filesAreShort,
    planted('src/a.ts', Array(251).fill('a();').join('\n')),
  ],
  [
    'files are named for what they hold',
    rules.filesAreNamedForWhatTheyHold,
    planted('src/zapier/utils.ts', ''),
    planted('src/helpers/a.ts', ''),
    planted('sandbox/MyServer.ts', ''),
    planted('creates/create-project.ts', ''),
  ],
];

describe('the code keeps its rules', () => {
  test.each(CASES)('%s', (_name, rule) => {
    expect(rule(sources)).toEqual([]);
  });
});

test('no file of the repository tells of the machine it was written on, of a registry, or a secret', () => {
  expect(rules.nothingPrivateIsTold(readRepository())).toEqual([]);
});

// In pieces, so that this file does not break the rule itself.
test.each([
  planted('README.md', `const folder = '${['', 'home', 'somebody'].join('/')}';`),
  planted('test/a.ts', `const key = '-----BEGIN ${'PRIVATE KEY'}-----';`),
  planted('test/recordings/a.json', `"ey${'J'.padEnd(40, 'a')}.${'b'.repeat(40)}.c"`),
  planted('package-lock.json', `"resolved": "${'https:'}//registry.example/a.tgz"`),
])('what is private would be found: $path', (breach) => {
  expect(rules.nothingPrivateIsTold([breach])).toHaveLength(1);
});

describe('the rules find what breaks them', () => {
  test.each(CASES)('%s', (_name, rule, ...breaches) => {
    if (rule === rules.noCycles) {
      expect(rule(breaches)).toEqual(['src/a.ts → src/b.ts → src/c.ts → src/a.ts']);
      return;
    }
    for (const breach of breaches) {
      expect({ breach, found: rule([breach]).length }).toEqual({ breach, found: 1 });
    }
  });

  test('prose in comments is no breach', () => {
    const text =
      '/** Reads a job as any client would. */\nexport const a = 1; // sent as text\nconst b = "taken as it is";\n';
    expect(rules.nothingSilencesTheCompiler([planted('src/a.ts', text)])).toEqual([]);
    expect(rules.castsLieInOneFile([planted('src/a.ts', text)])).toEqual([]);
  });
});

describe('the tree that the rules look at', () => {
  test('holds the app, the sandbox and the tests', () => {
    const paths = sources.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['index.ts', 'src/omniscope/api.ts', 'sandbox/start.ts']),
    );
  });

  test('has no relative import that leads nowhere', () => {
    const paths = new Set(sources.map(({ path }) => path));
    const missing = sources
      .filter(({ path }) => path.endsWith('.ts') && path !== 'test/architecture/rules.test.ts')
      .flatMap((source) => importsOf(source).filter((name) => /^[\w-]+\/.*\.(ts|mjs)$/.test(name)))
      .filter((name) => !paths.has(name));
    expect(missing).toEqual([]);
  });
});
