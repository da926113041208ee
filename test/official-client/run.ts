/** Runs a developer's command, as from a terminal without a user. */
import { spawn } from 'node:child_process';
import { env } from 'node:process';

export interface Ended {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Told of all that has come on stderr so far, as it comes. */
  readonly onStderr?: (text: string) => void;
}

/**
 * What must not reach the CLI: the tests' own settings, by which it would behave as in its own tests,
 * and the credentials of the person who runs the tests.
 */
const LEFT_OUT =
  /^(NODE_ENV|NODE_OPTIONS|JEST_.*|npm_.*|ZAPIER_.*|CLIENT_.*|authData_.*|OMNISCOPE_.*)$/;

export function cleanEnvironment(): Record<string, string | undefined> {
  const inherited = Object.entries(env).filter(([name]) => !LEFT_OUT.test(name));
  return { ...Object.fromEntries(inherited), ...NO_USER };
}

export function run(
  command: string,
  args: readonly string[],
  { cwd, env: more = {}, onStderr = () => {} }: RunOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...cleanEnvironment(), ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      onStderr(stderr);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

/** No user is logged in, no window can be opened, and colours or narrow lines do not break the text. */
const NO_USER = {
  ZAPIER_AUTH_LOCATION: '/nonexistent/zapierrc',
  DISPLAY: '',
  WAYLAND_DISPLAY: '',
  BROWSER: 'true',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  COLUMNS: '1000',
  NO_UPDATE_NOTIFIER: '1',
  DISABLE_ZAPIER_ANALYTICS: '1',
};
