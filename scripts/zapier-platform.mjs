#!/usr/bin/env node
/**
 * The official CLI, as this project needs it. `npx zapier-platform …` finds this file first, through
 * "bin" in package.json; everything it does is the official CLI's doing.
 *
 * Two things stand in a developer's way otherwise:
 * - the CLI refuses Node below 22, the runtime of Zapier's Lambda. With an older Node, a Node 22
 *   from npm is fetched into npm's own cache and runs the CLI;
 * - `build` and `push` first copy the whole folder with node_modules, all files at once, and run
 *   out of file handles. `--skip-dep-install` builds in place; the zip holds the same files.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, argv, env, execPath, exit, platform, versions } from 'node:process';

/** Zapier runs core 18 and 19 on Node 22; this is its newest release that npm carries. */
const LAMBDA_NODE = '22.23.3';
const COPIES_NODE_MODULES = new Set(['build', 'push']);

const cli = createRequire(import.meta.url).resolve('zapier-platform-cli/src/bin/run');
const [command, ...rest] = argv.slice(2);
const args = command === undefined ? [] : [command, ...rest];
if (COPIES_NODE_MODULES.has(command) && !rest.includes('--skip-dep-install')) {
  args.push('--skip-dep-install');
}

const isCurrent = Number(versions.node.split('.')[0]) >= 22;
const nodePackage = `node-${platform === 'win32' ? 'win' : platform}-${arch}@${LAMBDA_NODE}`;
const [executable, ...prefix] = isCurrent
  ? [execPath]
  : ['npm', 'exec', '--yes', `--package=${nodePackage}`, '--', 'node'];

const { status, error } = spawnSync(executable, [...prefix, cli, ...args], {
  stdio: 'inherit',
  env: { DISABLE_ZAPIER_ANALYTICS: '1', ...env },
});
if (error) throw error;
exit(status ?? 1);
