/**
 * A copy of the project as Zapier's CLI should find it: with the built app, and in node_modules only
 * what the app needs to run.
 *
 * The CLI puts the package.json of every installed package into build.zip, and with the development
 * dependencies that is 1 400 files and half of the zip. Its own remedy, to copy the whole folder and
 * install anew, needs the network and opens all files at once. The lock file knows which packages are
 * for development, so they can be left out by copying the others.
 */
import { cp, mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

/** Not sources, or made anew. */
const LEFT_OUT = new Set(['node_modules', '.git', '.sandbox', '.env', 'build', 'coverage']);

/** @returns the folder; the caller removes it */
export async function stage(root) {
  const folder = await newFolder();
  await cp(root, folder, {
    recursive: true,
    filter: (path) => dirname(path) !== root.replace(/[/\\]$/, '') || !LEFT_OUT.has(basename(path)),
  });
  await copyProductionModules(root, folder);
  await withoutBuildScript(join(folder, 'package.json'));
  return folder;
}

/** The app is built; the CLI would build it again, and what that takes is not there. */
async function withoutBuildScript(file) {
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  delete manifest.scripts['_zapier-build'];
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

export async function newFolder() {
  return mkdtemp(join(await realpath(tmpdir()), 'omniscope-zapier-app-'));
}

/** Copies the packages that the lock file does not mark as for development only. */
export async function copyProductionModules(root, folder) {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  for (const [path, { dev, optional, devOptional }] of Object.entries(packages)) {
    if (path === '' || dev) continue;
    const source = join(root, path);
    // Packages inside a package have entries of their own.
    const isOwn = (file) => !relative(source, file).split(/[/\\]/).includes('node_modules');
    await cp(source, join(folder, path), { recursive: true, filter: isOwn }).catch((error) => {
      if (!(optional || devOptional) || error.code !== 'ENOENT') throw error;
    });
  }
}
