/** Users with browsers of their own, in front of the app over sockets. */
import { mkdirSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { loadCertificate } from '../../sandbox/certificate.ts';
import { replied } from '../../sandbox/http/message.ts';
import { html } from '../../sandbox/http/replies.ts';
import { startHttpsServer } from '../../sandbox/http/server.ts';
import type { SandboxOptions } from '../../sandbox/start.ts';
import type { ConnectOutcome } from '../../sandbox/zapier-emulator/oauth-connect.ts';
import { type AppOverSockets, startApp } from '../harness/over-sockets.ts';
import { launchBrowser } from './chromium.ts';

export interface AppInBrowser extends Omit<AppOverSockets, 'connect'> {
  /** A browser of another user, no cookies in it. */
  newBrowser(): Promise<BrowserContext>;
  /**
   * Connects in Zapier's way; `user` goes through the pages that the app sends them to.
   * @param fields on top of what the administrator gave.
   */
  connect(
    page: Page,
    user: (page: Page) => Promise<void>,
    fields?: Readonly<Record<string, string>>,
  ): Promise<ConnectOutcome>;
}

const SCREENSHOTS = fileURLToPath(new URL('../../screenshots/', import.meta.url));

export async function openAppInBrowser(options: SandboxOptions = {}): Promise<AppInBrowser> {
  const returnPage = await startHttpsServer({
    ...(await loadCertificate(env)),
    handler: async () => replied(html(200, 'Zapier', '<p>Back at Zapier.</p>')),
  });
  const app = await startApp(options);
  const closeServers = () => Promise.all([returnPage.close(), app.close()]);
  const browser = await launchBrowser(returnPage.port).catch(async (error) => {
    await closeServers();
    throw error;
  });

  return {
    ...app,
    async newBrowser() {
      // The sandbox's certificate is made on this machine, and the system's browser does not know it.
      const context = await browser.newContext({
        ignoreHTTPSErrors: true,
        viewport: { width: 1280, height: 900 },
      });
      // What never comes ends with the test's own limit, on a busy machine too.
      context.setDefaultTimeout(0);
      return context;
    },
    connect: (page, user, fields = {}) =>
      app.connect({
        fields,
        async openBrowser(authorizeUrl) {
          await page.goto(authorizeUrl);
          await user(page);
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
