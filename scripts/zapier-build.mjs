/**
 * `_zapier-build`: what the official CLI runs before it validates, builds or pushes.
 *
 * `zapier-platform push`, typed with a CLI of one's own, zips this folder by itself. It ends here, with
 * the command that does the same and does it right, where the CLI's way would fail or be wrong:
 * source.zip would hold files that git does not track, build.zip would hold the development
 * dependencies, or copying node_modules takes more open files than the machine allows.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { env, exit, platform, ppid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { listed, untrackedFiles } from './source-files.mjs';
import { STAGED } from './stage.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** npm, the shell that it runs scripts with, and the CLI. */
const ANCESTORS = 5;

/** The command lines of the parent processes; an empty list where they cannot be read. */
function callers() {
  const lines = [];
  let pid = ppid;
  for (let step = 0; step < ANCESTORS && pid > 1; step += 1) {
    try {
      const text = execFileSync('ps', ['-o', 'ppid=', '-o', 'args=', '-p', String(pid)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [, parent, line = ''] = /^\s*(\d+)\s+(.*)/.exec(text) ?? [];
      lines.push(line);
      pid = Number(parent);
    } catch {
      return lines;
    }
  }
  return lines;
}

/** The CLI copies node_modules with every file open at once, for reading and for writing. */
function tooManyFiles() {
  if (platform === 'win32') return null;
  const limit = Number(execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }));
  const files = readdirSync(join(root, 'node_modules'), { recursive: true }).length;
  // "unlimited" is not a number, and compares as false.
  return limit < 2 * files
    ? `The CLI would open more files at once than ${limit}, the limit here.`
    : null;
}

/** Why this call of the CLI would go wrong, or null. */
function objection() {
  // The nearest one: a shell above it may have been told to run several commands.
  const cli = callers().find((line) => /zapier-platform/.test(line));
  if (cli === undefined || !/ (push|build)\b/.test(cli)) return null;
  if (/--skip-(dep|npm)-install/.test(cli)) {
    return 'With --skip-dep-install, build.zip would hold the development dependencies.';
  }
  const names = untrackedFiles(root);
  if (names.length > 0) {
    return `source.zip would hold files that git does not track: ${listed(names)}.`;
  }
  return tooManyFiles();
}

if (!env[STAGED]) {
  const wrong = objection();
  if (wrong !== null) {
    console.error(`${wrong} Run "npm run push" (or "npm run zip") instead.`);
    exit(1);
  }
  await import('./build.mjs');
}
