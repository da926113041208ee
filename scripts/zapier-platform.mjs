#!/usr/bin/env node
/**
 * The official CLI, as this project needs it. `npx zapier-platform …` finds this file first, through
 * "bin" in package.json; everything it does is the official CLI's doing.
 *
 * Two things stand in a developer's way otherwise:
 * - the CLI refuses Node below 22, the runtime of Zapier's Lambda. With an older Node, a Node 22
 *   from npm is fetched into npm's own cache and runs the CLI;
 * - `build` and `push` first copy the whole folder with node_modules, all files at once, and run
 *   out of file handles; in place, they zip up the development dependencies. They are given a copy
 *   that is fit to be zipped instead: see stage.mjs.
 *
 * Whatever runs or describes the app gets it built as the sources are now.
 */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, execPath, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { run, runCli } from './official-cli.mjs';
import { stage } from './stage.mjs';

const ZIPPING = new Set(['build', 'push']);
/** The CLI itself builds before it validates. */
const BUILDING = new Set(['invoke', 'describe', ...ZIPPING]);
const root = fileURLToPath(new URL('..', import.meta.url));

/** Zips up a copy of the project that is fit for it, and brings the zips back. */
async function zip(args) {
  const folder = await stage(root);
  try {
    const code = runCli([...args, '--skip-dep-install'], { cwd: folder });
    if (code === 0) await cp(join(folder, 'build'), join(root, 'build'), { recursive: true });
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const args = argv.slice(2);
const isOneOf = (commands) => commands.has(args[0]) && !args.includes('--help');
if (isOneOf(BUILDING)) {
  const built = run(execPath, [join(root, 'scripts/build.mjs')]);
  if (built !== 0) exit(built);
}
exit(
  isOneOf(ZIPPING) ? await zip(args.filter((arg) => arg !== '--skip-dep-install')) : runCli(args),
);
