/** The project's own source files, and what each of them imports. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Source {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Made by tools, or not ours. */
const SKIPPED = new Set(['node_modules', 'dist', 'build', 'coverage', 'recordings', 'screenshots']);

export function readSources(): Source[] {
  return [...codeFiles('')].map((file) => ({
    path: file,
    text: readFileSync(path.join(ROOT, file), 'utf8'),
  }));
}

/** Every text that the repository holds, code or not. */
export function readRepository(): Source[] {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: ROOT });
  const files = list.toString('utf8').split('\0').filter(Boolean);
  return files
    .filter((file) => existsSync(path.join(ROOT, file)) && !/\.(png|ico)$/.test(file))
    .map((file) => ({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

function* codeFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(ROOT, folder), { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
    if (entry.isDirectory()) yield* codeFiles(name);
    else if (/\.(ts|mjs|js)$/.test(entry.name)) yield name;
  }
}

/**
 * Everything that a source names in an import, types too: relative ones as paths from the root, others
 * as they stand. (TypeScript 7 has no parser to ask, and esbuild forgets types.)
 */
export function importsOf({ path: file, text }: Source): string[] {
  const statements =
    /(?:^|[\n;])\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;
  return [...withoutComments(text).matchAll(statements)].map(([, fixed, dynamic]) => {
    const name = fixed ?? dynamic ?? '';
    return name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name;
  });
}

/** Comments out, so that prose is not taken for code; strings stay, for they name what is imported. */
export function withoutComments(text: string): string {
  return text.replace(COMMENT_OR_STRING, (token) => (token.startsWith('/') ? ' ' : token));
}

/** Comments out and strings empty: what is left is what the program does. */
export function codeAlone(text: string): string {
  return text.replace(COMMENT_OR_STRING, (token) => (token.startsWith('/') ? ' ' : "''"));
}

const COMMENT_OR_STRING =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/** Whether a path is the folder's, or the file itself. */
export function isIn(file: string, places: readonly string[]): boolean {
  return places.some((place) => file === place || file.startsWith(`${place}/`));
}
