/** Runs Zapier's official CLI, with a Node that it accepts. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, env, execPath, platform, versions } from 'node:process';

/** Zapier runs core 18 and 19 on Node 22; this is its newest release that npm carries. */
const LAMBDA_NODE = '22.23.3';

const cli = createRequire(import.meta.url).resolve('zapier-platform-cli/src/bin/run');
const isCurrent = Number(versions.node.split('.')[0]) >= 22;
const nodePackage = `node-${platform === 'win32' ? 'win' : platform}-${arch}@${LAMBDA_NODE}`;

/** The path of a Node that the CLI accepts: this one, or one that npm fetches into its own cache. */
export function acceptedNode() {
  if (isCurrent) return execPath;
  const { stdout, status, error } = spawnSync(
    'npm',
    ['exec', '--yes', `--package=${nodePackage}`, '--', 'node', '--print', 'process.execPath'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], shell: platform === 'win32' },
  );
  if (error) throw error;
  if (status !== 0) throw new Error(`npm could not fetch ${nodePackage}, which the CLI runs on.`);
  return stdout.trim();
}

/** Runs a program to its end and gives its exit code. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', ...options });
  if (error) throw error;
  return status ?? 1;
}

/** Runs the CLI to its end, in the folder `options.cwd`, and gives its exit code. */
export function runCli(args, options = {}) {
  const environment = { DISABLE_ZAPIER_ANALYTICS: '1', ...env };
  return run(acceptedNode(), [cli, ...args], { ...options, env: environment });
}
