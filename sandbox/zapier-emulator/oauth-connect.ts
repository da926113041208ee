/** How Zapier connects a user by OAuth 2.0: authorize in a browser, get a token, test, name it. */
import type { AuthData } from './connection.ts';
import type { StepEnd } from './outcome.ts';

export interface ConnectRequest {
  /** What the user entered into the connection's fields. */
  readonly fields: Readonly<Record<string, string>>;
  /** The app's redirect URI on Zapier. */
  readonly redirectUri: string;
  /** The user's browser: goes to the URL, and resolves to where it is sent back in the end. */
  readonly openBrowser: (authorizeUrl: string) => Promise<string>;
}

export type ConnectOutcome =
  | { readonly status: 'connected'; readonly label: string }
  /** The authorization server sent the user back without a code, for example `access_denied`. */
  | { readonly status: 'refused'; readonly error: string; readonly description: string | null }
  /** The browser came back with a state that is not this connection's. */
  | { readonly status: 'foreign-state' }
  /** A method of the app ended otherwise than in success. */
  | { readonly status: 'failed'; readonly method: string; readonly end: StepEnd };

export interface ConnectContext {
  /** Runs a method once; nothing is refreshed, since there is no connection yet. */
  readonly runOnce: (method: string, bundle: OAuthBundle) => Promise<StepEnd>;
  readonly newState: () => string;
}

export interface OAuthBundle {
  readonly authData: AuthData;
  readonly inputData: Readonly<Record<string, unknown>>;
  readonly [further: string]: unknown;
}

const AUTHORIZE_URL = 'authentication.oauth2Config.authorizeUrl';
const GET_ACCESS_TOKEN = 'authentication.oauth2Config.getAccessToken';

/** Up to the token: what is stored, or why there is none. */
export async function authorize(
  { fields, redirectUri, openBrowser }: ConnectRequest,
  { runOnce, newState }: ConnectContext,
): Promise<{ readonly status: 'authorized'; readonly authData: AuthData } | ConnectOutcome> {
  const state = newState();
  // Documented (and done by the official CLI): the fields, redirect_uri and state arrive in inputData.
  const inputData = { ...fields, redirect_uri: redirectUri, state, response_type: 'code' };
  const begun = await runOnce(AUTHORIZE_URL, { authData: {}, inputData });
  if (begun.status !== 'success') return { status: 'failed', method: AUTHORIZE_URL, end: begun };

  const authorizeUrl = completed(String(begun.results), { redirect_uri: redirectUri, state });
  const returned = new URL(await openBrowser(authorizeUrl)).searchParams;
  const error = returned.get('error');
  if (error !== null) {
    return { status: 'refused', error, description: returned.get('error_description') };
  }
  if (returned.get('state') !== state) return { status: 'foreign-state' };

  const querystring = Object.fromEntries(returned);
  const exchanged = await runOnce(GET_ACCESS_TOKEN, {
    authData: {},
    // Documented (types of core 19.1.0): the fields together with the redirect's query.
    inputData: { ...fields, ...querystring, redirect_uri: redirectUri },
    cleanedRequest: { querystring },
    rawRequest: { querystring: returned.toString() },
  });
  if (exchanged.status !== 'success') {
    return { status: 'failed', method: GET_ACCESS_TOKEN, end: exchanged };
  }
  // Documented: fields and returned values are stored side by side, flat.
  return { status: 'authorized', authData: { ...fields, ...Object(exchanged.results) } };
}

/**
 * Documented: Zapier appends what an authorize URL lacks. One that lacks nothing is left as it is,
 * since writing it anew may change an encoding.
 */
function completed(authorizeUrl: string, needed: Readonly<Record<string, string>>): string {
  const url = new URL(authorizeUrl);
  const missing = Object.entries(needed).filter(([name]) => !url.searchParams.has(name));
  for (const [name, value] of missing) url.searchParams.append(name, value);
  return missing.length === 0 ? authorizeUrl : url.toString();
}
