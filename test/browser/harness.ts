/** Everything between a person's browser and the server: Zapier's return page, a platform, a sandbox. */
import { mkdirSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { createApp } from '../../index.ts';
import { authFields } from '../../sandbox/auth-fields.ts';
import { loadCertificate } from '../../sandbox/certificate.ts';
import { replied } from '../../sandbox/http/message.ts';
import { html } from '../../sandbox/http/replies.ts';
import { startHttpsServer } from '../../sandbox/http/server.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/start.ts';
import { createCache } from '../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../sandbox/zapier-emulator/core-engine.ts';
import type { ConnectOutcome } from '../../sandbox/zapier-emulator/oauth-connect.ts';
import { createPlatform, type Platform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import { systemClock } from '../../src/omniscope/clock.ts';
import { launchBrowser } from './chromium.ts';

export interface Stage {
  readonly sandbox: Sandbox;
  readonly platform: Platform;
  /** A person with a browser of their own, no cookies in it. */
  newPerson(): Promise<BrowserContext>;
  /**
   * Connects in Zapier's way; `person` goes through the pages that the app sends them to.
   * @param fields on top of what the administrator gave.
   */
  connect(
    page: Page,
    person: (page: Page) => Promise<void>,
    fields?: Readonly<Record<string, string>>,
  ): Promise<ConnectOutcome>;
  close(): Promise<void>;
}

const SCREENSHOTS = fileURLToPath(new URL('../../screenshots/', import.meta.url));

/** Loopback answers in milliseconds; what takes longer than this is not coming. */
const PATIENCE_MS = 10_000;

export async function openStage(options: SandboxOptions = {}): Promise<Stage> {
  const returnPage = await startHttpsServer({
    ...(await loadCertificate(env)),
    handler: async () => replied(html(200, 'Zapier', '<p>Back at Zapier.</p>')),
  });
  const sandbox = await startSandbox(options);
  const environment = () => ({ OMNISCOPE_SANDBOX_ORIGIN: sandbox.origin });
  const app = createApp({ environment });
  const engine = await startCoreEngine({ app, cache: createCache(systemClock) });
  const platform = createPlatform({ engine, clock: systemClock });
  const closeServers = () => Promise.all([returnPage.close(), sandbox.close(), engine.close()]);
  const browser = await launchBrowser(returnPage.port).catch(async (error) => {
    await closeServers();
    throw error;
  });
  const { redirectUri } = sandbox.connectionValues;

  return {
    sandbox,
    platform,
    async newPerson() {
      // The sandbox's certificate is made on this machine, and the system's browser does not know it.
      const context = await browser.newContext({
        ignoreHTTPSErrors: true,
        viewport: { width: 1280, height: 900 },
      });
      context.setDefaultTimeout(PATIENCE_MS);
      return context;
    },
    connect: (page, person, fields = {}) =>
      platform.connect({
        fields: {
          ...authFields(sandbox.connectionValues),
          ...fields,
        },
        redirectUri,
        async openBrowser(authorizeUrl) {
          await page.goto(authorizeUrl);
          await person(page);
          await page.waitForURL(/^https:\/\/zapier\.com\//);
          return page.url();
        },
      }),
    async close() {
      await Promise.all([browser.close(), closeServers()]);
    },
  };
}

/** Saved for people to see; the folder is not committed. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
}

/** What a person does at the login page of the identity provider. */
export async function logIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
