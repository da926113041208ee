/** The real browser of the tests: the system's Chromium, without a window. */
import { existsSync } from 'node:fs';
import { env } from 'node:process';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian, Ubuntu, Fedora and macOS put it. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const executable = [env.CHROMIUM_PATH ?? '', ...PLACES].find((path) => path && existsSync(path));

/**
 * False only where there is no Chromium and none is required: in CI (see .ci/run) the tests run in
 * any case, and fail without it.
 */
export const hasBrowser = executable !== undefined || env.CI !== undefined;

if (!hasBrowser) {
  console.warn(
    'No Chromium found, so the tests in a real browser are left out. Install the package "chromium", ' +
      'or name the program in CHROMIUM_PATH.',
  );
}

/**
 * @param zapierPort where zapier.com is for this browser: a server on loopback. Every other name but
 *   localhost leads nowhere, so that nothing a page does leaves this machine.
 */
export async function launchBrowser(zapierPort: number): Promise<Browser> {
  if (executable === undefined) throw new Error('The tests in a browser need Chromium.');
  return chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP zapier.com 127.0.0.1:${zapierPort}, MAP * ~NOTFOUND, EXCLUDE localhost`,
    ],
  });
}
