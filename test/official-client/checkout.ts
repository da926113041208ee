/** A folder as a developer has it after `npm ci`, apart from the one under test: nothing is built yet. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Git does not know it, and it lies on the same disk as node_modules. */
const PLACE = path.join(ROOT, '.sandbox');

export interface Checkout {
  readonly folder: string;
  remove(): void;
}

/**
 * @param modules `link` is enough to run the app. `build` and `push` look at where files really lie,
 *   so that they need `copy`: node_modules as a folder of its own, of hard links to the same files.
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
  else copyByLinks(from, to);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a clone would have, with what is new and not ignored. */
function trackedFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: ROOT });
  const files = list.toString('utf8').split('\0');
  return files.filter((file) => file !== '' && existsSync(path.join(ROOT, file)));
}

/** Thirty thousand files: under a second as links, half a minute as copies where `cp` knows no links. */
function copyByLinks(from: string, to: string): void {
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
}
