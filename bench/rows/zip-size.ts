/** What the official CLI makes of this app, and of an empty one. */
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '../../scripts/official-cli.mjs';
import { STAGED, stage } from '../../scripts/stage.mjs';
import type { Row } from '../result.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TARGET_BYTES = 110_000;
/** What Zapier's wrapper, the CLI and the app itself put in; all else lies in node_modules. */
const EXPECTED = new Set([
  'definition.json',
  'dist/index.js',
  'dist/index.js.map',
  'package.json',
  'zapierwrapper.js',
]);

/**
 * By our launcher (`npm run zip`), which leaves it to the staged copy what is installed; and by the official
 * CLI alone, which copies the project once more and has npm install it.
 */
const WAYS = [
  { name: 'our launcher', args: ['--skip-dep-install'] },
  { name: 'the CLI alone', args: [] },
] as const;

function build(folder: string, args: readonly string[]): Promise<Buffer> {
  const options = { cwd: folder, env: { [STAGED]: 'yes' }, stdio: 'ignore' } as const;
  if (runCli(['build', '--skip-validation', ...args], options) !== 0) {
    throw new Error('The CLI did not build.');
  }
  return readFile(join(folder, 'build/build.zip'));
}

/** The same project around an app that does nothing. */
async function emptyProject(): Promise<string> {
  const folder = await stage(ROOT);
  await rm(join(folder, 'dist/index.js.map'));
  await cp(
    fileURLToPath(new URL('../processes/empty-definition.mjs', import.meta.url)),
    join(folder, 'dist/index.js'),
  );
  return folder;
}

/** Names from a zip's central directory (APPNOTE.TXT 4.3.12). */
function filesIn(zip: Buffer): string[] {
  const names: string[] = [];
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    names.push(zip.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return names;
}

export async function measureZipSize(): Promise<Row> {
  const [empty, mine] = [await emptyProject(), await stage(ROOT)];
  try {
    const measured: string[] = [];
    let isReached = true;
    for (const { name, args } of WAYS) {
      const [emptyZip, zip] = [await build(empty, args), await build(mine, args)];
      const more = zip.length - emptyZip.length;
      const strangers = filesIn(zip).filter(
        (file) => !file.startsWith('node_modules/') && !EXPECTED.has(file),
      );
      isReached &&= more <= TARGET_BYTES && strangers.length === 0;
      measured.push(
        `${name}: + ${kilobytes(more)} (${kilobytes(zip.length)} to ${kilobytes(emptyZip.length)}), ${strangers.join(', ') || 'none'}`,
      );
    }
    return {
      what: '`build.zip`',
      against: 'the same project with an empty app',
      target: `+ ≤ ${kilobytes(TARGET_BYTES)}, no file of tests, sandbox or sources`,
      measured: measured.join('; '),
      reached: isReached,
    };
  } finally {
    for (const folder of [empty, mine]) await rm(folder, { recursive: true, force: true });
  }
}

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
