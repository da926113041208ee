/** The project's rules about its own code. Each is a function from sources to what breaks it. */
import { codeAlone, importsOf, isIn, type Source } from './sources.ts';

export type Rule = (sources: readonly Source[]) => string[];

const OPERATIONS = ['creates', 'searches', 'triggers'];
const APP = ['src', ...OPERATIONS, 'index.ts'];

/** Who may import whom. What is not listed for a place, it must not import. */
const MAY_IMPORT: readonly { readonly from: string[]; readonly allowed: string[] }[] = [
  // The client of Omniscope's APIs knows nothing of Zapier.
  { from: ['src/omniscope'], allowed: ['src/omniscope', 'zod/mini', 'node:'] },
  // What the operations share knows none of them.
  {
    from: ['src/zapier'],
    allowed: ['src', 'zod/mini', 'd3-dsv', 'node:', 'zapier-platform-core'],
  },
  { from: OPERATIONS, allowed: ['src', 'zapier-platform-core'] },
  { from: ['index.ts'], allowed: ['src', ...OPERATIONS, 'package.json', 'zapier-platform-core'] },
];

export const dependenciesPointOneWay: Rule = (sources) =>
  sources.flatMap((source) => {
    const place = MAY_IMPORT.find(({ from }) => isIn(source.path, from));
    if (place === undefined) return [];
    return importsOf(source)
      .filter((name) => !isAllowed(name, place.allowed))
      .map((name) => `${source.path} imports ${name}`);
  });

function isAllowed(name: string, allowed: readonly string[]): boolean {
  return isIn(name, allowed) || (name.startsWith('node:') && allowed.includes('node:'));
}

/** The embedded server must not agree with the app because they share code. */
export const sandboxStandsAlone: Rule = (sources) =>
  sources
    .filter(({ path }) => isIn(path, ['sandbox']))
    .flatMap((source) =>
      importsOf(source)
        .filter((name) => isIn(name, [...APP, 'test', 'bench', 'demo', 'scripts']))
        .map((name) => `${source.path} imports ${name}`),
    );

export const noCycles: Rule = (sources) => {
  const graph = new Map(sources.map((source) => [source.path, importsOf(source)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]) => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (done.has(file) || way.includes(file)) return;
    for (const next of graph.get(file) ?? []) if (graph.has(next)) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
};

/** What silences the compiler. The app has one file for it, where each cast gives its reason. */
const SILENCERS =
  /@ts-(?:ignore|expect-error|nocheck)|\bas unknown as\b|\bas any\b|:\s*any\b|<any>/;
const CAST = /\bas (?!const\b)/;
const IMPORTS = /^(import|export)\b[^;]*?\bfrom\s*'';/gm;
const PLATFORM_GAPS = 'src/zapier/platform/core-compat.ts';

export const nothingSilencesTheCompiler: Rule = (sources) =>
  sources
    .filter(({ path }) => path.endsWith('.ts') && !isIn(path, ['test/architecture']))
    .filter(({ text }) => /@ts-/.test(text) || SILENCERS.test(codeAlone(text)))
    .map(({ path }) => path);

export const castsLieInOneFile: Rule = (sources) =>
  sources
    .filter(({ path }) => isIn(path, APP) && path !== PLATFORM_GAPS)
    .filter(({ text }) => CAST.test(codeAlone(text).replace(IMPORTS, '')))
    .map(({ path }) => path);

/** Time, chance and the environment come in from outside, so that a test can decide them. */
const GLOBALS: readonly { readonly words: RegExp; readonly home: string }[] = [
  {
    words: /\bDate\.now\(|\bnew Date\(\)|\bsetTimeout\b|\bsetInterval\b|\bperformance\.now/,
    home: 'src/omniscope/clock.ts',
  },
  { words: /\bprocess\.env\b|node:process/, home: 'src/zapier/platform/runtime.ts' },
  {
    words: /\bMath\.random\b|\brandom(Bytes|UUID|Int|FillSync)\b|\bgetRandomValues\b/,
    home: 'src/zapier/platform/runtime.ts',
  },
];

export const theWorldIsPassedIn: Rule = (sources) =>
  sources
    .filter(({ path }) => isIn(path, APP))
    .flatMap(({ path, text }) =>
      GLOBALS.filter(({ words, home }) => path !== home && words.test(codeAlone(text))).map(
        ({ words }) => `${path}: ${words.source}`,
      ),
    );

/** What sends nothing by itself, and is given to `z.request`. */
const MEANS = [
  "import { Agent, type RequestOptions } from 'node:https';",
  "import type { Agent, RequestOptions } from 'node:https';",
  "import type { ClientRequest, IncomingMessage } from 'node:http';",
  "import type { ClientRequest } from 'node:http';",
  "import type { IncomingMessage } from 'node:http';",
  "import type { Socket } from 'node:net';",
];
const withoutMeans = (text: string) => MEANS.reduce((rest, line) => rest.replace(line, ''), text);

/** `z.request` is the app's only way to the network: it is what Zapier logs, limits and proxies. */
export const networkOnlyThroughZapier: Rule = (sources) =>
  sources
    .filter(({ path }) => isIn(path, APP))
    .map((source) => ({ ...source, text: withoutMeans(source.text) }))
    .filter(
      (source) =>
        importsOf(source).some((name) => /^(node:)?(https?|net|tls|dgram|undici)$/.test(name)) ||
        /(^|[^.\w])fetch\(/.test(codeAlone(source.text)),
    )
    .map(({ path }) => path);

/** A file is read in one look. */
const LONGEST_FILE_LINES = 250;

export const filesAreShort: Rule = (sources) =>
  sources
    .filter(({ text }) => text.trimEnd().split('\n').length > LONGEST_FILE_LINES)
    .map(({ path }) => path);

export const filesAreNamedForWhatTheyHold: Rule = (sources) =>
  sources.map(({ path }) => path).filter((path) => !isWellNamed(path));

const NAMELESS = /(^|\/)(utils?|helpers?|common|misc|shared|lib|stuff)(\/|\.)/;

function isWellNamed(path: string): boolean {
  if (NAMELESS.test(path)) return false;
  const name = path.split('/').at(-1) ?? '';
  // Zapier's keys are snake_case, and an operation's file is named after its key.
  const form = isIn(path, OPERATIONS) ? /^[a-z]+(_[a-z]+)*\.ts$/ : /^[a-z0-9]+([-.][a-z0-9]+)*$/;
  return form.test(name);
}

/** Somebody's folders, a private key, a token that was really issued: none of it belongs to anybody else. */
const PRIVATE =
  /\/(?:home|Users|root)\/\w|-----BEGIN [A-Z ]*PRIVATE KEY|\beyJ[\w-]{30,}\.[\w-]{30,}|"resolved":\s*"https?:/;

export const nothingPrivateIsTold: Rule = (sources) =>
  sources.filter(({ text }) => PRIVATE.test(text)).map(({ path }) => path);
