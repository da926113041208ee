import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { hasBrowser } from './chromium.ts';
import { type AppInBrowser, logIn, openAppInBrowser, takeScreenshot } from './user.ts';

const inBrowser = hasBrowser ? describe : describe.skip;

inBrowser('connecting in a real browser', () => {
  let app: AppInBrowser;
  let person: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    app = await openAppInBrowser();
  });
  afterAll(() => app?.close());
  beforeEach(async () => {
    person = await app.newBrowser();
    page = await person.newPage();
  });
  afterEach(() => person.close());

  test('leads through login and consent back to Zapier, and a step of a Zap runs', async () => {
    const outcome = await app.connect(page, async () => {
      expect(await page.getByRole('heading').textContent()).toBe('Sign in to Keycloak');
      await takeScreenshot(page, '1-login');
      await logIn(page, 'alice', 'alice-password');
      await page.getByRole('heading', { name: 'Allow Omniscope?' }).waitFor();
      expect(await page.getByRole('listitem').allTextContents()).toContain(
        'run workflows and change parameters for you',
      );
      await takeScreenshot(page, '2-consent');
      await page.getByRole('button', { name: 'Allow' }).click();
    });
    const { host } = new URL(app.sandbox.origin);
    expect(outcome).toEqual({ status: 'connected', label: `alice on ${host}` });
    const end = new URL(page.url());
    expect(`${end.origin}${end.pathname}`).toBe(app.sandbox.connectionValues.redirectUri);
    expect([...end.searchParams.keys()].sort()).toEqual(['code', 'state']);
    await takeScreenshot(page, '3-back-at-zapier');

    const step = await app.platform.runStep({
      key: 'creates.execute_workflow',
      inputData: { project: 'Sales/Monthly Report', parameters: { Region: 'South' } },
    });
    expect(step).toMatchObject({
      status: 'success',
      results: { job_state: 'COMPLETED', succeeded: true },
    });
    await page.goto(app.sandbox.dashboardUrl);
    const job = page.getByRole('table', { name: 'Jobs' }).getByRole('row').nth(1);
    expect(await job.textContent()).toContain('COMPLETED');
    await takeScreenshot(page, '4-the-step-in-omniscope');
  });

  test('says that a password is wrong, and takes the right one after it', async () => {
    const outcome = await app.connect(page, async () => {
      await logIn(page, 'bob', 'wrong');
      expect(await page.getByRole('alert').textContent()).toBe('Wrong user name or password.');
      expect(await page.getByLabel('User name').inputValue()).toBe('bob');
      await takeScreenshot(page, '5-wrong-password');
      await logIn(page, 'bob', 'bob-password');
      await page.getByRole('button', { name: 'Allow' }).click();
    });
    expect(outcome).toMatchObject({ status: 'connected' });
  });

  test.each([
    ['login', async () => page.getByRole('button', { name: 'Deny' }).click()],
    [
      'consent',
      async () => {
        await logIn(page, 'alice', 'alice-password');
        await page.getByRole('heading', { name: 'Allow Omniscope?' }).waitFor();
        await page.getByRole('button', { name: 'Deny' }).click();
      },
    ],
  ])('ends without a connection when the person refuses at the %s', async (_where, refuse) => {
    const before = app.sandbox.authorizationServer.tokens.list().length;
    const outcome = await app.connect(page, refuse);
    expect(outcome).toMatchObject({ status: 'refused', error: 'access_denied' });
    expect(new URL(page.url()).searchParams.has('code')).toBe(false);
    expect(app.sandbox.authorizationServer.tokens.list()).toHaveLength(before);
    await takeScreenshot(page, `6-refused-at-${_where}`);
  });

  test('does not redirect to an address that the administrator did not register', async () => {
    const { serverUrl, integrationId, clientId } = app.sandbox.connectionValues;
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: 'https://zapier.com/somewhere/else/',
      scope: 'workflowapi:execute',
      response_type: 'code',
    });
    const answer = await page.goto(
      `${serverUrl}/_api_/v1/integration/authorize/${integrationId}?${query}`,
    );
    expect(answer?.status()).toBe(400);
    expect(await page.textContent('body')).toBe('redirect_uri does not match');
    expect(new URL(page.url()).origin).toBe(app.sandbox.origin);
    await takeScreenshot(page, '7-unregistered-redirect-uri');
  });
});
