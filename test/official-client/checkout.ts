/** A folder as a developer has it after `npm ci`, apart from the one under test: nothing is built yet. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import packageLock from '../../package-lock.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Git does not know it, and it lies on the same disk as node_modules. */
const PLACE = path.join(ROOT, '.sandbox');

export interface Checkout {
  readonly folder: string;
  remove(): void;
}

/**
 * @param modules `link` is enough to run the app. `push` copies what the app needs to run, so that it needs
 *   `copy`: those packages as hard links to the same files, and the development tools as links.
 */
export function makeCheckout(modules: 'link' | 'copy'): Checkout {
  const folder = mkdtempSync(path.join(PLACE, 'checkout-'));
  for (const file of trackedFiles()) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(path.join(ROOT, file), path.join(folder, file));
  }
  const from = path.join(ROOT, 'node_modules');
  const to = path.join(folder, 'node_modules');
  if (modules === 'link') symlinkSync(from, to);
  else for (const name of installedPackages(from)) install(name, from, to);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a clone would have, with what is new and not ignored. */
function trackedFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: ROOT });
  const files = list.toString('utf8').split('\0');
  return files.filter((file) => file !== '' && existsSync(path.join(ROOT, file)));
}

/** Names in node_modules, those in a scope with it; `.bin` and what npm notes there are among them. */
function installedPackages(modules: string): string[] {
  return readdirSync(modules).flatMap((name) =>
    name.startsWith('@')
      ? readdirSync(path.join(modules, name)).map((inScope) => path.join(name, inScope))
      : [name],
  );
}

/** Eight thousand files as hard links, where all of them would be thirty thousand. */
function install(name: string, from: string, to: string): void {
  const [source, target] = [path.join(from, name), path.join(to, name)];
  mkdirSync(path.dirname(target), { recursive: true });
  if (!isForProduction(name)) symlinkSync(source, target);
  else if (spawnSync('cp', ['-al', source, target]).status !== 0) {
    // Where `cp` knows no links.
    rmSync(target, { recursive: true, force: true });
    cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  }
}

const LOCK = z.object({
  packages: z.record(z.string(), z.object({ dev: z.optional(z.boolean()) })),
});
const { packages } = LOCK.parse(packageLock);

function isForProduction(name: string): boolean {
  const locked = packages[`node_modules/${name.replaceAll(path.sep, '/')}`];
  return locked !== undefined && locked.dev !== true;
}
