import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCookieJar } from '../../../sandbox/headless-login/cookie-jar.ts';
import { SignInError, signIn } from '../../../sandbox/headless-login/sign-in.ts';
import { ZAPIER_REDIRECT_URI } from '../../../sandbox/oauth.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/start.ts';
import { type Application, applicationOf, claimsOf, STATE } from './application.ts';

const ALICE = { username: 'alice', password: 'alice-password' };

let sandbox: Sandbox;
let application: Application;

beforeAll(async () => {
  sandbox = await startSandbox();
  application = applicationOf(sandbox);
});
afterAll(() => sandbox?.close());

/** Follows redirects as far as the first page, with its cookies. */
async function firstPage(): Promise<{ response: Response; html: string }> {
  let url = application.authorizeUrl();
  for (;;) {
    const response = await fetch(url, { redirect: 'manual' });
    const location = response.headers.get('location');
    if (location === null) return { response, html: await response.text() };
    const cookie = response.headers.getSetCookie().join('; ');
    const next = new URL(location, url);
    if (next.pathname.startsWith('/interaction/')) {
      const page = await fetch(next, { headers: { cookie } });
      return { response: page, html: await page.text() };
    }
    url = next.href;
  }
}

describe('logging in with a browser', () => {
  test('ends at the redirect URI with a code and the state', async () => {
    const end = await application.signIn(ALICE);
    expect(end.href.startsWith(ZAPIER_REDIRECT_URI)).toBe(true);
    expect(end.searchParams.get('code')).toBeTruthy();
    expect(end.searchParams.get('state')).toBe(STATE);
  });

  test.each(['at-login', 'at-consent'] as const)(
    'and refusing %s ends with access_denied',
    async (deny) => {
      const end = await application.signIn({ ...ALICE, deny });
      expect(end.searchParams.get('error')).toBe('access_denied');
      expect(end.searchParams.get('state')).toBe(STATE);
      expect(end.searchParams.get('code')).toBeNull();
    },
  );

  test.each([
    ['alice', 'wrong'],
    ['alice', ''],
    ['nobody', 'alice-password'],
    ['alice', 'bob-password'],
  ])('as %s with the password "%s" is rejected', async (username, password) => {
    const attempt = application.signIn({ username, password });
    await expect(attempt).rejects.toThrow('Wrong user name or password.');
    await expect(attempt).rejects.toBeInstanceOf(SignInError);
  });

  test('works for several people with one browser, one after the other', async () => {
    const jar = createCookieJar();
    const bob = { username: 'bob', password: 'bob-password' };
    const users: unknown[] = [];
    for (const credentials of [ALICE, bob, ALICE]) {
      const end = new URL(await signIn(application.authorizeUrl(), credentials, jar));
      const { accessToken } = await application.exchange(end);
      users.push(claimsOf(accessToken).preferred_username);
    }
    expect(users).toEqual(['alice', 'bob', 'alice']);
  });

  test('reveals nothing to a browser without the cookie of its login', async () => {
    const { response } = await firstPage();
    const withoutCookie = await fetch(response.url);
    expect(withoutCookie.status).toBe(400);
    expect(await withoutCookie.text()).toContain('could not sign you in');
  });

  test('an authorization request that Omniscope refuses shows why', async () => {
    const url = application.authorizeUrl().replace('CLIAPI', 'CLI');
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toBe('redirect_uri does not match');
  });
});

describe('the login page', () => {
  test('has a label for each field, and says whose it is', async () => {
    const { html } = await firstPage();
    expect(html).toContain('<h1>Sign in to Keycloak</h1>');
    for (const field of ['username', 'password']) {
      expect(html).toContain(`<label for="${field}">`);
      expect(html).toContain(`<input id="${field}" name="${field}"`);
    }
  });

  test('allows neither scripts nor frames, and may not be cached', async () => {
    const { response } = await firstPage();
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('shows a rejected user name as text', async () => {
    const { response } = await firstPage();
    expect(response.status).toBe(200);
    const { loginPage } = await import('../../../sandbox/identity-provider/pages.ts');
    const html = loginPage({ provider: 'P', action: '/a', refusedUsername: '"><script>' });
    expect(html).not.toContain('<script>');
  });
});
