/** What the official CLI makes of this app, and of an empty one. */
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import core from 'zapier-platform-core';
import { runCli } from '../../scripts/official-cli.mjs';
import { copyProductionModules, newFolder, STAGED, stage } from '../../scripts/stage.mjs';
import type { Row } from '../result.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TARGET_BYTES = 150_000;
/** What Zapier's wrapper, the CLI and the app itself put in; all else lies in node_modules. */
const EXPECTED = new Set([
  'definition.json',
  'dist/index.js',
  'dist/index.js.map',
  'package.json',
  'zapierwrapper.js',
]);

/** Builds a staged project where it is, as `npm run zip` does with its copy of the project. */
async function build(folder: string): Promise<{ bytes: number; files: string[] }> {
  const args = ['build', '--skip-validation', '--skip-dep-install'];
  const options = { cwd: folder, stdio: 'ignore', env: { [STAGED]: 'yes' } } as const;
  if (runCli(args, options) !== 0) throw new Error('The CLI did not build.');
  const zip = join(folder, 'build/build.zip');
  return { bytes: (await stat(zip)).size, files: filesIn(await readFile(zip)) };
}

/** A project around an app that does nothing. */
async function emptyProject(): Promise<string> {
  const folder = await newFolder();
  const manifest = {
    name: 'empty-app',
    version: '1.0.0',
    type: 'module',
    exports: './dist/index.js',
    dependencies: { 'zapier-platform-core': core.version },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, '.gitignore'), 'build/\n');
  await mkdir(join(folder, 'dist'));
  await cp(
    fileURLToPath(new URL('../processes/empty-definition.mjs', import.meta.url)),
    join(folder, 'dist/index.js'),
  );
  await copyProductionModules(ROOT, folder);
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
  const folders = [await emptyProject(), await stage(ROOT)] as const;
  try {
    const [empty, mine] = [await build(folders[0]), await build(folders[1])];
    const more = mine.bytes - empty.bytes;
    const strangers = mine.files.filter(
      (file) => !file.startsWith('node_modules/') && !EXPECTED.has(file),
    );
    return {
      what: '`build.zip`',
      against: "an empty app's",
      target: '+ ≤ 150 kB, no file of tests, sandbox or sources',
      measured: `+ ${Math.round(more / 1000)} kB (${Math.round(mine.bytes / 1000)} kB to ${Math.round(empty.bytes / 1000)} kB); ${strangers.length === 0 ? 'none' : strangers.join(', ')}`,
      reached: more <= TARGET_BYTES && strangers.length === 0,
    };
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}
