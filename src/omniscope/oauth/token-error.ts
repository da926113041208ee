import type { TokenErrorReason } from '../errors.ts';
import type { ResponseBody } from '../http/response-body.ts';

/** What an authorization server says of a refusal: a code and a sentence, either may be empty. */
export interface TokenError {
  readonly code: string;
  readonly sentence: string;
}

export interface TokenErrorVerdict {
  readonly reason: TokenErrorReason;
  /**
   * Whether the authorization server itself has refused, so that another try would fail as well.
   * Anything else may pass by itself, or comes from something in front of the server.
   */
  readonly isRefusal: boolean;
}

/** Longer texts are pages without markup, no sentences. */
const SENTENCE_LIMIT = 500;

/**
 * The error in a response of the token endpoint: the JSON of RFC 6749 §5.2, the `errorType` and
 * `errorMessage` of Omniscope's APIs, or one short sentence as plain text (which of them the server
 * sends is not documented). Null for a web page, other JSON and long texts: none of them says anything
 * about a token, whatever words occur in it.
 */
export function parseTokenError(body: ResponseBody): TokenError | null {
  if (body.form === 'text') return fromText(body.text);
  if (body.form !== 'json') return null;
  const json = new Map(Object.entries(Object(body.json)));
  const textOf = (key: string) => {
    const value = json.get(key);
    return typeof value === 'string' ? value.slice(0, SENTENCE_LIMIT).trim() : '';
  };
  return toTokenError(
    [textOf('error'), textOf('errorType')],
    [textOf('error_description'), textOf('errorMessage'), textOf('message')],
  );
}

/**
 * A redirect back to the client without a code may say why (RFC 6749 §4.1.2.1); the same fields.
 */
export function toTokenError(codes: string[], sentences: string[]): TokenError | null {
  const isCode = (text: string) => /^[a-z]\w*$/i.test(text);
  const code = codes.find(isCode)?.toLowerCase() ?? '';
  const sentence = [...codes.filter((text) => !isCode(text)), ...sentences].join(' ').trim();
  return code === '' && sentence === '' ? null : { code, sentence };
}

function fromText(text: string): TokenError | null {
  if (text.length > SENTENCE_LIMIT || /^[[{]/.test(text)) return null;
  const [, code = ''] = /^"?([a-z]+(?:_[a-z]+)+)\b/i.exec(text) ?? [];
  return { code: code.toLowerCase(), sentence: text };
}

/**
 * Documented: sentences with which Omniscope or the identity provider behind it refuses. Each of them is
 * a refusal, whatever the status and the code that it comes with.
 */
const DOCUMENTED: readonly (readonly [RegExp, TokenErrorReason])[] = [
  // Keycloak: the callback /oidc-icb is missing on the login client.
  [/\binvalid_redirect_uri\b/i, 'login-client'],
  [/\bredirect_uri does not match\b/i, 'redirect-uri'],
  [/\baccess token missing audience\b/i, 'audience'],
  [/\baccess token missing subject\b/i, 'subject'],
  // Keycloak: the user lacks the realm role offline_access.
  [/\btoken exchange failed\b/i, 'exchange'],
  [/\btoken refresh failed\b/i, 'grant'],
];

/** The codes of RFC 6749 §5.2 that speak of the grant, the client or the scope. */
const REFUSALS = new Map<string, TokenErrorReason>([
  ['invalid_grant', 'grant'],
  ['invalid_client', 'client'],
  ['unauthorized_client', 'client'],
  ['unsupported_grant_type', 'grant-type'],
  ['invalid_scope', 'scope'],
]);

/** Codes with a remedy of their own that do not end a connection (RFC 6749 §4.1.2.1, RFC 6750). */
const OTHER_CODES = new Map<string, TokenErrorReason>([
  ['access_denied', 'denied'],
  ['insufficient_scope', 'scope'],
  ['temporarily_unavailable', 'unavailable'],
  ['server_error', 'unavailable'],
]);

/**
 * Assumption: words that tell more than the code. They say what to do, and not whether the server has
 * refused. Azure AD's AADSTS65001 and 90094 are consents that a user, or an administrator, has not given.
 */
const HINTS: readonly (readonly [RegExp, TokenErrorReason])[] = [
  [
    /\b(consent_required|interaction_required|admin_policy_enforced)\b|\badmin(istrator)?[ _]consent\b|\bAADSTS(65001|90094)\b/i,
    'consent',
  ],
  [/\bredirect[_ ]uri[_ ]mismatch\b|\binvalid redirect[_ ]uri\b/i, 'redirect-uri'],
  [/\bgrant[_ ]type\b.{0,60}\bnot (allowed|authorized|enabled|supported)\b/i, 'grant-type'],
  [
    /\bintegration\b.{0,40}\b(suspended|revoked)\b|\b(suspended|revoked)\b.{0,40}\bintegration\b/i,
    'suspended',
  ],
  [
    /\bintegration\b.{0,40}\b(disabled|not (found|enabled))\b|\bunknown integration\b/i,
    'integration',
  ],
  [/\b(insufficient|missing) scopes?\b/i, 'scope'],
];

/** What an error of the authorization server means, and whether it is final. */
export function judgeTokenError({ code, sentence }: TokenError): TokenErrorVerdict {
  const words = `${code} ${sentence}`;
  const find = (patterns: typeof HINTS) => patterns.find(([pattern]) => pattern.test(words))?.[1];
  if (code === 'temporarily_unavailable') return { reason: 'unavailable', isRefusal: false };
  const documented = find(DOCUMENTED);
  if (documented !== undefined) return { reason: documented, isRefusal: true };
  const refusal = REFUSALS.get(code);
  return {
    reason: find(HINTS) ?? refusal ?? OTHER_CODES.get(code) ?? 'other',
    isRefusal: refusal !== undefined,
  };
}
