#!/usr/bin/env node
/**
 * `npx omniscope-zapier …`: the official CLI, as this project needs it. Everything it does is the
 * official CLI's doing; three things are made ready for it:
 * - with a Node older than 22, which the CLI refuses, npm fetches one to run the CLI with;
 * - what runs, describes or zips the app gets it built as the sources are now;
 * - `build` and `push` work in a copy of the project that is fit to be zipped: see stage.mjs.
 */
import './preconditions.mjs';
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, env, execPath, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { run, runCli } from './official-cli.mjs';
import { isCheckout, listed, untrackedFiles } from './source-files.mjs';
import { STAGED, stage } from './stage.mjs';

const ZIPPING = new Set(['build', 'push']);
/** The CLI itself builds before it validates. */
const BUILDING = new Set(['invoke', 'describe', ...ZIPPING]);
const root = fileURLToPath(new URL('..', import.meta.url));

/** @throws Error where the folder is linked to no app, so that nothing is built only to be refused */
async function expectLinked() {
  const file = join(root, env.ZAPIER_CURRENT_APP_FILE || '.zapierapprc');
  const config = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
  if (config.id) return;
  throw new Error(
    'This folder is not linked to a Zapier app, so there is nowhere to push to. Run ' +
      '"npx omniscope-zapier register Omniscope" to make a new app, or "npx omniscope-zapier link" for ' +
      'one that exists, and push again.',
  );
}

function sayWhatIsLeftOut() {
  const names = untrackedFiles(root);
  if (!isCheckout(root)) {
    console.warn(
      'This is not a git checkout: source.zip gets every file that .gitignore does not name.',
    );
  } else if (names.length > 0) {
    console.warn(`Left out of source.zip, since git does not track them: ${listed(names)}`);
  }
}

/** Zips up a copy of the project that is fit for it, and brings the zips back. */
async function zip(args) {
  sayWhatIsLeftOut();
  const folder = await stage(root);
  try {
    const options = { cwd: folder, env: { [STAGED]: 'yes' } };
    const code = runCli([...args, '--skip-dep-install'], options);
    if (code === 0) await cp(join(folder, 'build'), join(root, 'build'), { recursive: true });
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function main(args) {
  const isOneOf = (commands) => commands.has(args[0]) && !args.includes('--help');
  if (args[0] === 'push' && !args.includes('--help')) await expectLinked();
  if (isOneOf(BUILDING)) {
    const built = run(execPath, [join(root, 'scripts/build.mjs')]);
    if (built !== 0) return built;
  }
  if (!isOneOf(ZIPPING)) return runCli(args);
  return zip(args.filter((arg) => arg !== '--skip-dep-install'));
}

try {
  exit(await main(argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  exit(1);
}
