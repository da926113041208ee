import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runOnRealServer } from '../../demo/real-server.ts';
import { createReporter, FailedCheck } from '../../demo/reporter.ts';
import { type Harness, openHarness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness?.close());

/** The environment of somebody who has a server; it happens to be the sandbox. */
function environment(more: Readonly<Record<string, string>>) {
  const { serverUrl, clientId, clientSecret } = harness.sandbox.connectionValues;
  return {
    OMNISCOPE_SANDBOX_ORIGIN: harness.sandbox.origin,
    OMNISCOPE_SERVER_URL: serverUrl,
    OMNISCOPE_ACCESS_TOKEN: String(harness.platform.authData.access_token),
    OMNISCOPE_DEMO_PROJECT: 'Reports/Typed',
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    ...more,
  };
}

async function shown(more: Readonly<Record<string, string>>) {
  let text = '';
  const reporter = createReporter((added) => {
    text += added;
  });
  const {
    value: error,
    jobs,
    requests,
  } = await harness.during(() =>
    runOnRealServer(reporter, environment(more)).then(
      () => null,
      (thrown: unknown) => thrown,
    ),
  );
  return { text, error, jobs, requests };
}

describe('the demo on a real server', () => {
  test('runs the project that it is told to, and creates and uploads nothing', async () => {
    const OMNISCOPE_DEMO_PARAMETERS = '{"Region":"{{South}}"}';
    const { text, error, jobs, requests } = await shown({ OMNISCOPE_DEMO_PARAMETERS });
    expect(error).toBeNull();
    expect(jobs).toMatchObject([{ kind: 'execute', projectPath: 'Reports/Typed.iox' }]);
    expect(requests.map(({ path }) => path.split('/').at(-1))).not.toContain('create');
    expect(text).toContain('✓ The workflow finished successfully.');
    expect(text).toMatch(/Result +TEXT, {{South}} 2026/);
    expect(text).toMatch(/… .*COMPLETED/);
  });

  test('creates and uploads where asked to', async () => {
    const link = harness.files.add({ name: 'a.csv', contentType: 'text/csv', content: 'a,b' });
    const { error, jobs } = await shown({
      OMNISCOPE_DEMO_TEMPLATE: 'Import data file',
      OMNISCOPE_DEMO_FILE: link,
      OMNISCOPE_DEMO_FILE_PARAMETER: 'Input',
    });
    expect(error).toBeNull();
    expect(jobs).toMatchObject([{ kind: 'execute' }, { kind: 'lambda' }]);
    expect(jobs[1]?.files).toMatchObject({ Input: { fileName: 'a.csv', size: 3 } });
    const created = harness.sandbox.omniscope.projects.filter(({ path }) =>
      /^Zapier demo/.test(path),
    );
    expect(created).toHaveLength(1);
  });

  test.each([
    [{ OMNISCOPE_DEMO_PROJECT: 'Ends/Failed' }, 'of "Ends/Failed.iox" failed'],
    [{ OMNISCOPE_DEMO_PROJECT: '' }, 'needs OMNISCOPE_DEMO_PROJECT'],
    [{ OMNISCOPE_ACCESS_TOKEN: '' }, 'needs OMNISCOPE_REFRESH_TOKEN'],
  ])('fails with %j, and says why', async (more, words) => {
    const { error } = await shown(more);
    expect(error).toBeInstanceOf(FailedCheck);
    expect(String(error)).toContain(words);
  });

  test('shows no token and no secret', async () => {
    const { text } = await shown({});
    const { access_token, refresh_token, oauth_client_secret } = harness.platform.authData;
    for (const secret of [access_token, refresh_token, oauth_client_secret]) {
      expect(text).not.toContain(String(secret).slice(0, 12));
    }
  });
});

test('a demo that fails ends with an exit code that says so', async () => {
  const cwd = fileURLToPath(new URL('../../', import.meta.url));
  const env = { ...process.env, OMNISCOPE_DEMO_PROJECT: 'Sales/Report' };
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo/main.ts'], { cwd, env });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const [code] = await once(child, 'close');
  expect(text).toContain('The demo failed: On a real server, the demo needs');
  expect(code).toBe(1);
});

describe('the reporter', () => {
  test('fails with a check that does not hold', () => {
    const reporter = createReporter(() => {});
    expect(() => reporter.check(true, 'It holds.')).not.toThrow();
    expect(() => reporter.check(false, 'It does not.')).toThrow(FailedCheck);
  });

  test('keeps lines within their width, and status checks on lines of their own', () => {
    let text = '';
    const reporter = createReporter((added) => {
      text += added;
    });
    reporter.chapter('First');
    for (let look = 0; look < 20; look += 1) reporter.progress(`${look}.0 s RUNNING`);
    reporter.say('word '.repeat(60).trim());
    reporter.fact('Name', 'value '.repeat(40).trim());
    const lines = text.split('\n');
    expect(lines[1]).toBe('1. FIRST');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(96);
    expect(lines.filter((line) => line.includes('…')).length).toBeGreaterThan(1);
    for (const line of lines.filter((one) => one.includes('word'))) expect(line).not.toContain('…');
  });
});
