import type { ResponseBody } from '../http/response-body.ts';
import type { ResponseHead } from '../http/transport.ts';

/** When an access token was issued and when it expires, in epoch milliseconds; null where unknown. */
export interface TokenTimes {
  readonly issuedAt: number | null;
  readonly expiresAt: number | null;
}

type CheckedResponse = ResponseHead & { readonly body: ResponseBody };

/** A token may be refused for so long after its issue and be valid all the same. */
const BREAK_IN_MS = 2_000;
/** Machines that Zapier runs a step on tell the time of a token's issue by clocks of their own. */
const CLOCK_SKEW_MS = 5_000;
/**
 * A token that is younger has not expired: a server that says so of each new one would be asked for
 * new ones for ever.
 */
const MIN_LIFE_MS = 30_000;

/** Milliseconds for which a refusal of this token may still be due to its age. */
export function remainingBreakIn({ issuedAt }: TokenTimes, now: number): number {
  const age = issuedAt === null ? BREAK_IN_MS : now - issuedAt;
  // An issue in the near future is the clock of another machine; in the far one it is a mistake.
  return age >= BREAK_IN_MS || age < -CLOCK_SKEW_MS ? 0 : Math.min(BREAK_IN_MS - age, BREAK_IN_MS);
}

/**
 * Whether a response says that the access token is no longer accepted. Documented: 401. Some servers and
 * gateways answer an expired token with 403; that counts where the token's time is over, or where the
 * response says so of the token itself (n8n 34147), and never in a web page.
 */
export function isTokenRefused(response: CheckedResponse, token: TokenTimes, now: number): boolean {
  if (response.status === 401) return true;
  if (response.status !== 403) return false;
  const isOver = token.expiresAt !== null && token.expiresAt <= now;
  if (isOver && response.body.form !== 'html') return true;
  // One that is not valid yet is sent again; only a lasting refusal may not lead to a new token.
  const isTooNew =
    token.issuedAt !== null &&
    now - token.issuedAt < MIN_LIFE_MS &&
    remainingBreakIn(token, now) === 0;
  return !isTooNew && [challengeOf(response), ...wordsOf(response.body)].some(blamesToken);
}

/** RFC 6750 §3: the challenge that names the fault of a token. */
function challengeOf(response: ResponseHead): string {
  const challenge = response.header('www-authenticate') ?? '';
  return /^\s*bearer\b/i.test(challenge) ? challenge : '';
}

/** Keys under which APIs, gateways and OAuth servers name a failure. */
const WORD_KEYS = [
  'error',
  'error_description',
  'errorType',
  'errorMessage',
  'code',
  'message',
  'title',
  'detail',
];

function wordsOf(body: ResponseBody): string[] {
  if (body.form === 'text') return [body.text];
  if (body.form !== 'json') return [];
  const json = new Map(Object.entries(Object(body.json)));
  return WORD_KEYS.map((key) => json.get(key)).filter((value) => typeof value === 'string');
}

/** What a sentence may put between a token and its fault: no account, owner or licence. */
const BETWEEN =
  ':?(?: (?:has|have|may|is|was|are|been|already|now|or|to|be|likely|the|in|this|that|you|your|request|included|provided|supplied|given|sent|used))*';
const FAULT =
  '(?:expired|invalid|inactive|revoked|not (?:yet )?(?:active|valid)|no longer (?:active|valid|accepted))';
/** Tokens that have nothing to do with the connection's. */
const OTHER_TOKEN =
  '(?<!(?:csrf|xsrf|forgery|licen[cs]e|registration|activation|invitation|reset) )';
const KIND =
  '(?:(?:access|bearer|oauth2?|auth|authentication|authorization|security|id|web|the|a|an|your|this) )*';
const FAULT_PATTERNS = [
  new RegExp(`${OTHER_TOKEN}\\b(?:token|jwt)${BETWEEN} ${FAULT}\\b`),
  new RegExp(`\\b${FAULT} ${KIND}(?:token|jwt)\\b`),
];
/** Longer texts are no sentence about a token. */
const TEXT_LIMIT = 1_000;

/** Whether a text says that the token has expired or is not valid: a sentence, or a code in any spelling. */
function blamesToken(text: string): boolean {
  const words = text
    .slice(0, TEXT_LIMIT)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
  return FAULT_PATTERNS.some((pattern) => pattern.test(words));
}
