import { readFile } from 'node:fs/promises';
import type { Reply } from '../http/message.ts';

/** Everything that a browser loads for the page; there is nothing to build, and nothing from elsewhere. */
const FILES: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '': { file: 'index.html', type: 'text/html' },
  'page.css': { file: 'page.css', type: 'text/css' },
  'page.js': { file: 'page.js', type: 'text/javascript' },
  'act.js': { file: 'act.js', type: 'text/javascript' },
  'guide.js': { file: 'guide.js', type: 'text/javascript' },
  'watch.js': { file: 'watch.js', type: 'text/javascript' },
  'elements.js': { file: 'elements.js', type: 'text/javascript' },
};

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** @returns undefined for any other name. */
export async function staticFile(name: string): Promise<Reply | undefined> {
  const known = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  if (known === undefined) return undefined;
  const body = await readFile(new URL(`static/${known.file}`, import.meta.url));
  return {
    status: 200,
    headers: { ...HEADERS, 'content-type': `${known.type};charset=utf-8` },
    body,
  };
}
