/** Takes the screenshots of the documents again: `npm run docs:screenshots`. They show the sandbox. */
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { authFields } from '../sandbox/auth-fields.ts';
import { signIn } from '../sandbox/headless-login/sign-in.ts';
import { type AppInBrowser, openAppInBrowser } from '../test/browser/user.ts';

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url));
const RUN = 'creates.execute_workflow';
/** Wide enough for two columns; narrow enough to be read in a document. */
const WIDTH = 1280;

async function showActivity(app: AppInBrowser): Promise<void> {
  const { connectionValues, faults, omniscope } = app.sandbox;
  await app.platform.connect({
    fields: authFields(connectionValues),
    redirectUri: connectionValues.redirectUri,
    openBrowser: (url) => signIn(url, { username: 'alice', password: 'alice-password' }),
  });
  for (const project of ['Welcome', 'Sales/Broken', 'HR/Salaries']) {
    await app.platform.runStep({ key: RUN, inputData: { project } });
  }
  faults.add({ on: 'param', nth: 1, fault: { kind: 'expire-token' } });
  await app.platform.runStep({
    key: 'searches.find_parameters',
    inputData: { project: 'Welcome' },
  });
  omniscope.tasks.start('Sales/Long Forecast.iox');
}

async function pictureOfLogin(app: AppInBrowser, page: Page): Promise<void> {
  await page.setViewportSize({ width: 560, height: 420 });
  await app.connect(page, async () => {
    await page.screenshot({ path: `${IMAGES}login.png` });
    await page.getByRole('button', { name: 'Deny' }).click();
  });
}

async function picturesOfDashboard(app: AppInBrowser, page: Page): Promise<void> {
  await page.setViewportSize({ width: WIDTH, height: 900 });
  await page.goto(app.sandbox.dashboardUrl);
  await page.getByRole('button', { name: 'Run Welcome.iox' }).waitFor();
  await page.screenshot({ path: `${IMAGES}dashboard.png` });
  await page.setViewportSize({ width: WIDTH, height: 2600 });
  await sleep(1_000);
  const top = await page.getByRole('heading', { name: 'Jobs' }).boundingBox();
  const clip = { x: 0, y: (top?.y ?? 0) - 20, width: WIDTH, height: 720 };
  await page.screenshot({ path: `${IMAGES}dashboard-activity.png`, clip });
}

mkdirSync(IMAGES, { recursive: true });
const app = await openAppInBrowser({ integration: { clientSecret: 'sandbox-client-secret' } });
try {
  const page = await (await app.newBrowser()).newPage();
  await pictureOfLogin(app, page);
  await showActivity(app);
  await picturesOfDashboard(app, page);
} finally {
  await app.close();
}
