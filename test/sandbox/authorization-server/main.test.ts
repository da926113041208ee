import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { env, execPath } from 'node:process';
import { describe, expect, test } from '@jest/globals';

interface Ended {
  readonly code: unknown;
  readonly output: string;
}

/** Runs `npm run sandbox` on free ports, and presses Ctrl-C as soon as it says how to end it. */
async function runSandbox(changes: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    env: { ...env, NODE_OPTIONS: '', SANDBOX_PORT: '0', SANDBOX_PROVIDER_PORT: '0', ...changes },
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString('utf8');
    if (output.includes('THE_ACCESS_TOKEN')) child.kill('SIGINT');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const [code]: unknown[] = await once(child, 'close');
  return { code, output };
}

describe('npm run sandbox', () => {
  test('says what to enter where, and ends well with Ctrl-C', async () => {
    const { code, output } = await runSandbox({ SANDBOX_PROFILE: 'auth0' });
    expect(code).toBe(0);
    const origin = /Server +(https:\/\/localhost:\d+)/.exec(output)?.[1];
    expect(output).toContain(`OMNISCOPE_SANDBOX_ORIGIN='${origin}'`);
    expect(output).toContain(`authData_server_url='${origin}'`);
    expect(output).toContain(`${origin}/_api_/v1/integration/authorize/zapier?client_id=`);
    expect(output).toContain("NODE_EXTRA_CA_CERTS='/");
    expect(output).toContain('set up as Auth0');
    expect(output).toMatch(/alice +alice-password/);
  });

  test.each([
    [{ SANDBOX_PORT: 'many' }, 'SANDBOX_PORT must be a whole number, not "many".'],
    [
      { SANDBOX_MISCONFIGURATIONS: 'typo' },
      'SANDBOX_MISCONFIGURATIONS: typo is none of no-audience-mapper',
    ],
  ])('refuses %o in one sentence', async (changes, sentence) => {
    const { code, output } = await runSandbox(changes);
    expect(code).toBe(1);
    expect(output).toContain(sentence);
    expect(output).not.toContain('    at ');
  });
});
