import { type CookieJar, createCookieJar } from './cookie-jar.ts';
import { type Form, readAlert, readForm, readHeading } from './form.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Refuse instead of going on: at the login page, or after logging in at the consent page. */
  readonly deny?: 'at-login' | 'at-consent';
}

/** A page with a form, and what the person does with it. */
export interface ShownPage {
  readonly heading: string;
  /** Names of the fields that are filled in. */
  readonly filledIn: readonly string[];
  /** The button that is pressed: `sign-in`, `allow` or `deny`. */
  readonly decision: string;
}

/** The way through the pages ended before the application's redirect URI. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  /** HTTP status of the last page. */
  readonly status: number;
  /** What the page says: its alert, or its whole text. */
  readonly pageText: string;

  constructor(status: number, pageText: string) {
    super(`The sign-in ended with HTTP ${status}: ${pageText}`);
    this.status = status;
    this.pageText = pageText;
  }
}

/** More than any of the flows needs; a loop of redirects ends here. */
const MAX_STEPS = 30;

/**
 * Goes through login and consent as a person with a browser would: follows redirects, keeps cookies,
 * fills in the forms that it is shown.
 *
 * @param authorizeUrl where the application sends its user; its `redirect_uri` is where the way ends.
 * @param jar the cookies of a browser that was used before; a new one unless given.
 * @param onPage called with every page that has a form, before the form is sent.
 * @returns the URL that the browser would have been sent to at the application, with `code` and
 *   `state` or with `error`. It is never requested.
 * @throws {SignInError} when a page offers no way on: a refused request, a wrong password.
 */
export async function signIn(
  authorizeUrl: string,
  credentials: Credentials,
  jar: CookieJar = createCookieJar(),
  onPage: (page: ShownPage) => void = () => {},
): Promise<string> {
  const redirectUri = new URL(authorizeUrl).searchParams.get('redirect_uri');
  let url = new URL(authorizeUrl);
  let form: URLSearchParams | undefined;

  for (let step = 0; step < MAX_STEPS; step += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: jar.headerFor(url), accept: 'text/html' },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    jar.store(url, response.headers.getSetCookie());

    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      if (redirectUri !== null && isAt(location, redirectUri)) return location;
      url = new URL(location, url);
      form = undefined;
      continue;
    }
    const html = await response.text();
    const shown = readForm(html, url);
    const alert = readAlert(html);
    if (!response.ok || shown === undefined || alert !== undefined) {
      throw new SignInError(response.status, alert ?? html);
    }
    form = fillIn(shown, credentials);
    onPage({
      heading: readHeading(html),
      filledIn: [...shown.fields.keys()],
      decision: form.get('decision') ?? '',
    });
    url = shown.action;
  }
  throw new SignInError(0, `no end after ${MAX_STEPS} pages`);
}

/** The redirect URI itself, with or without the parameters that were added to it. */
function isAt(location: string, redirectUri: string): boolean {
  if (!location.startsWith(redirectUri)) return false;
  return /^(?:$|[?&])/.test(location.slice(redirectUri.length));
}

function fillIn(form: Form, { username, password, deny }: Credentials): URLSearchParams {
  const isLogin = form.fields.has('password');
  const filled = new URLSearchParams([...form.fields]);
  if (isLogin) {
    filled.set('username', username);
    filled.set('password', password);
  }
  const refuses = deny === (isLogin ? 'at-login' : 'at-consent');
  const decision = form.decisions.find((value) => (value === 'deny') === refuses);
  if (decision !== undefined) filled.set('decision', decision);
  return filled;
}
