/** The documents, and what they point at. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './sources.ts';

export interface Document {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

export function readDocuments(): Document[] {
  const docs = readdirSync(path.join(ROOT, 'docs')).map((name) => `docs/${name}`);
  return ['README.md', 'CHANGELOG.md', ...docs.filter((name) => name.endsWith('.md'))].map(
    readDocument,
  );
}

export function readDocument(file: string): Document {
  return { path: file, text: readFileSync(path.join(ROOT, file), 'utf8') };
}

/** Relative links that lead to no file, or to no heading of it. */
export function deadLinks(document: Document): string[] {
  const links = [...withoutCode(document.text).matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, to = '']) => to,
  );
  return links.filter((link) => !/^https:/.test(link) && !leadsSomewhere(document, link));
}

function leadsSomewhere({ path: from, text }: Document, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = path.join(ROOT, path.dirname(from), file);
  if (file !== '' && !existsSync(target)) return false;
  if (anchor === undefined) return true;
  return headingsOf(file === '' ? text : readFileSync(target, 'utf8')).includes(anchor);
}

/** As a forge makes anchors of headings. */
function headingsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Files that a document names in backticks and that are not there. */
export function missingFiles({ text }: Document): string[] {
  const named = [...text.matchAll(/`([\w./-]+)`/g)].map(([, name = '']) => name);
  const ours =
    /^(src|sandbox|test|creates|searches|triggers|check-server|demo|bench|docs|scripts)\//;
  const files = named.filter((name) => ours.test(name) || /^[\w-]+\.(ts|json|mjs)$/.test(name));
  const made = new Set(['dist/index.js']);
  return files.filter((name) => !made.has(name) && !isThere(name));
}

/** A bare file name stands for a file of that name somewhere below the folder spoken of. */
function isThere(name: string): boolean {
  if (existsSync(path.join(ROOT, name))) return true;
  return !name.includes('/') && existsSync(path.join(ROOT, 'src/omniscope', name));
}

/** npm scripts that a document tells to run and that there are not. */
export function missingScripts({ text }: Document, scripts: object): string[] {
  const named = [...text.matchAll(/npm (?:run ([\w:-]+)|(test)\b)/g)].map(
    ([, script, test]) => script ?? test ?? '',
  );
  return named.filter((script) => !(script in scripts));
}

const CLI_COMMANDS = path.join(ROOT, 'node_modules/zapier-platform-cli/src/oclif/commands');

/** Commands of the official CLI that a document tells to run and that it does not have. */
export function missingCommands({ text }: Document): string[] {
  const named = [
    ...text.matchAll(/(?:zapier-platform|omniscope-zapier) ([a-z]+(?::[a-z]+)?)/g),
  ].map(([, command = '']) => command);
  const isCommand = (command: string) =>
    ['.js', '/index.js'].some((end) =>
      existsSync(path.join(CLI_COMMANDS, command.replace(':', '/') + end)),
    );
  return named.filter((command) => !isCommand(command));
}

function withoutCode(text: string): string {
  return text
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, (code) => code.slice(1, -1).replace(/[[\]]/g, ''));
}
