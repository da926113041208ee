/**
 * A copy of the project as Zapier's CLI should find it: the sources that git tracks, the built app, and
 * in node_modules only what the app needs to run.
 *
 * The CLI puts the package.json of every installed package into build.zip, and with the development
 * dependencies that is 1 400 files and half of the zip. Its own remedy, to copy the whole folder and
 * install again, needs the network and opens all files at once. The lock file knows which packages are
 * for development, so they can be left out by copying the others. Into source.zip the CLI puts every
 * file that .gitignore does not name, so that a key or a token in the folder would go along.
 */
import { cpSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { sourceFiles } from './source-files.mjs';

/** Set for the CLI in a staged copy, where the app is built already and what builds it is missing. */
export const STAGED = 'OMNISCOPE_ZAPIER_STAGED';

/** @returns the folder; the caller removes it */
export async function stage(root) {
  const folder = await newFolder();
  for (const file of sourceFiles(root)) await copyInto(folder, root, file);
  await copyInto(folder, root, 'dist');
  await copyProductionModules(root, folder);
  return folder;
}

async function copyInto(folder, root, name) {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  cpSync(join(root, name), join(folder, name), { recursive: true });
}

async function newFolder() {
  return mkdtemp(join(await realpath(tmpdir()), 'omniscope-zapier-app-'));
}

/**
 * Copies the packages that the app cannot do without. What is optional for it is there for other packages'
 * sake: the tables of letters that node-fetch would load if it found them are a fifth of the zip.
 */
async function copyProductionModules(root, folder) {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  for (const [path, { dev, optional, devOptional }] of Object.entries(packages)) {
    if (path === '' || dev || optional || devOptional) continue;
    const source = join(root, path);
    // Packages inside a package have entries of their own.
    const isOwn = (file) => !relative(source, file).split(/[/\\]/).includes('node_modules');
    cpSync(source, join(folder, path), { recursive: true, filter: isOwn });
  }
}
