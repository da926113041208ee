import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { authFields } from '../../sandbox/auth-fields.ts';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import type { ProjectDefinition } from '../../sandbox/omniscope-server/fixture.ts';
import { SAMPLE_FIXTURE } from '../../sandbox/omniscope-server/sample-fixture.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { hasBrowser } from './chromium.ts';
import { type AppInBrowser, openAppInBrowser } from './user.ts';

const inBrowser = hasBrowser ? describe : describe.skip;

/** Each state lasts for several looks of the page, on a busy machine too. */
const SLOW: ProjectDefinition = {
  path: 'Ops/Slow.iox',
  blocks: [],
  parameters: [],
  run: { duration: 2_500, preludes: [{ state: 'BLOCKED', ms: 2_500 }] },
};
const ALICE = { username: 'alice', password: 'alice-password' };

/** What a page has given, row by row. */
function colourPairs(value: unknown): readonly string[][] {
  return Array.isArray(value)
    ? value.map((row) => (Array.isArray(row) ? row.map(String) : []))
    : [];
}

/** WCAG 2.2, "contrast ratio", of two colours such as `rgb(12, 34, 56)`. */
function contrast(one = '', other = ''): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [...colour.matchAll(/\d+/g)].map(([digits]) => {
    const part = Number(digits) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

inBrowser("the sandbox's dashboard", () => {
  let app: AppInBrowser;
  let person: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    app = await openAppInBrowser({
      fixture: { ...SAMPLE_FIXTURE, projects: [...SAMPLE_FIXTURE.projects, SLOW] },
    });
    const { redirectUri } = app.sandbox.connectionValues;
    const outcome = await app.platform.connect({
      fields: authFields(app.sandbox.connectionValues),
      redirectUri,
      openBrowser: (url) => signIn(url, ALICE),
    });
    expect(outcome.status).toBe('connected');
    person = await app.newBrowser();
    page = await person.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterAll(async () => {
    await person?.close();
    await app?.close();
  });
  beforeEach(async () => {
    await page.goto(app.sandbox.dashboardUrl);
    await page.getByRole('button', { name: 'Run Welcome.iox' }).waitFor();
  });
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  test('begins with how to connect, and copies a command', async () => {
    await person.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('cell', { name: 'alice-password' }).waitFor();
    await page.getByRole('button', { name: 'Copy Server URL' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(app.sandbox.origin);
    const [first = ''] = await page.getByRole('heading', { level: 2 }).allTextContents();
    expect(first).toBe('Connect');
  });

  test('says that the sandbox is gone, and that a restarted one has forgotten everything', async () => {
    const other = await person.newPage();
    const before = await startSandbox();
    await other.goto(before.dashboardUrl);
    await other.getByRole('button', { name: 'Run Welcome.iox' }).waitFor();
    await before.close();
    await other.getByText('The sandbox does not respond.').waitFor();
    const after = await startSandbox({ port: Number(new URL(before.origin).port) });
    await other.getByText('The sandbox was restarted and has forgotten everything.').waitFor();
    await after.close();
    await other.close();
  });

  test('runs a project by a button, and shows why it failed', async () => {
    await page.getByRole('button', { name: 'Run Sales/Broken.iox' }).click();
    const newest = page.getByRole('table', { name: 'Jobs' }).getByRole('row').nth(1);
    await newest.getByText('the source file is missing').waitFor();
  });

  test('shows a refused change as refused, and keeps what was typed', async () => {
    await page.locator('summary', { hasText: 'Monthly Report' }).click();
    const year = page.getByRole('textbox', { name: 'Year' });
    await year.fill('next');
    await page.getByRole('button', { name: 'Set Year' }).click();
    await page.getByText('Year was not changed').waitFor();
    expect(await page.getByRole('status').getAttribute('class')).toBe('bad');
    expect(await year.inputValue()).toBe('next');
    await page.locator('input[aria-label="Year"][aria-invalid="true"]').waitFor();
  });

  test.each(['light', 'dark'] as const)(
    'fits a telephone and has visible borders, %s',
    async (colorScheme) => {
      const phone = await person.newPage();
      await phone.emulateMedia({ colorScheme });
      await phone.setViewportSize({ width: 390, height: 800 });
      await phone.goto(app.sandbox.dashboardUrl);
      await phone.getByRole('button', { name: 'Run Welcome.iox' }).waitFor();
      const wide = await phone.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(wide).toBe(0);
      const colours: unknown =
        await phone.evaluate(`['button', 'select', 'section', 'td'].map((tag) => {
      const one = document.querySelector(tag);
      const ground = getComputedStyle(one.closest('section') ?? document.body).backgroundColor;
      const line = getComputedStyle(tag === 'td' ? one.closest('tr') : one).borderBottomColor;
      return [tag, line, ground];
    })`);
      for (const [tag, line, ground] of colourPairs(colours)) {
        expect({ tag, contrast: contrast(line, ground) >= 3 }).toEqual({ tag, contrast: true });
      }
      await phone.close();
    },
  );

  const run = (project: string, parameters = {}) =>
    app.platform.runStep({
      key: 'creates.execute_workflow',
      inputData: { project, parameters },
    });

  test('shows a job as it moves through its states, without being loaded again', async () => {
    const step = run('Ops/Slow');
    const newest = page.getByRole('table', { name: 'Jobs' }).getByRole('row').nth(1);
    for (const state of ['BLOCKED', 'RUNNING', 'COMPLETED']) {
      await newest.getByText(state).waitFor();
    }
    expect(await newest.textContent()).toContain('Ops/Slow.iox');
    expect(await step).toMatchObject({ status: 'success' });
    const requests = page.getByRole('table', { name: 'Requests' });
    await requests.getByText('/u/Ops/Slow.iox/w/execute').waitFor();
  });

  test('switches a fault on, which the next step meets, and then is off again', async () => {
    await page.getByLabel('What').selectOption({ label: '503 Unavailable' });
    await page.getByLabel('At', { exact: true }).selectOption({ label: 'the start of a job' });
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('503 Unavailable, at the start of a job, the next time').waitFor();
    expect(await page.getByRole('status').textContent()).toBe('The fault is on.');

    expect(await run('Welcome')).toMatchObject({ status: 'errored' });
    const met = page.getByRole('table', { name: 'Requests' }).getByRole('row').nth(1);
    await met.getByText('503 Unavailable').waitFor();
    await page.getByText('No fault is on.').waitFor();
    expect(await run('Welcome')).toMatchObject({ status: 'success' });
  });

  test('keeps a fault on until it is switched off', async () => {
    await page.getByLabel('What').selectOption({ label: 'The access token expires' });
    await page.getByLabel('every time').check();
    await page.getByRole('button', { name: 'Switch on' }).click();
    const off = page.getByRole('button', { name: 'Switch off' });
    await off.click();
    await page.getByText('No fault is on.').waitFor();
    expect(app.sandbox.faults.rules).toEqual([]);
  });

  test('can be used with the keyboard alone, and the focus stays as things change', async () => {
    await page.getByRole('button', { name: 'Restart the server' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The server was restarted').waitFor();
    const project = page.locator('summary', { hasText: 'Welcome.iox' });
    await project.focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Name', { exact: true }).waitFor();
    app.sandbox.omniscope.setParameter('Welcome.iox', 'Name', 'Ada');
    await page.locator('input[aria-label="Name"][value="Ada"]').waitFor();
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Welcome.iox');
  });

  test('sets a parameter, and takes markup in it for text', async () => {
    await page.locator('summary', { hasText: 'Welcome.iox' }).click();
    await page.getByLabel('Name', { exact: true }).fill('<b id="planted">x</b>');
    // The page shows a change in between; what is being typed stays.
    app.sandbox.omniscope.setParameter('Welcome.iox', 'Name', 'Grace');
    await page.locator('input[aria-label="Name"][value="Grace"]').waitFor();
    await page.getByRole('button', { name: 'Set Name' }).click();
    await page.getByText('Name is set.').waitFor();
    const { parameters } = app.sandbox.omniscope.project('Welcome.iox') ?? {};
    expect(parameters).toMatchObject([{ value: '<b id="planted">x</b>' }]);
    expect(await page.locator('#planted').count()).toBe(0);
  });

  test('names everything that can be filled in or pressed', async () => {
    await page.locator('summary', { hasText: 'Monthly Report' }).click();
    const nameless = await page.evaluate(`[...document.querySelectorAll('input, select, button')]
      .filter((one) => !one.labels?.length && !one.ariaLabel && !one.textContent.trim())
      .map((one) => one.outerHTML)`);
    expect(nameless).toEqual([]);
    expect(await page.locator('table:not(:has(caption))').count()).toBe(0);
  });
});
