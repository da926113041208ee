import type { Reply } from '../http/message.ts';
import { json, text } from '../http/replies.ts';
import type { AuthorizationServerAssumptions } from './assumptions.ts';

/** The error of a token request. */
export interface TokenError {
  readonly status: number;
  /** RFC 6749 §5.2's code, or one that is not in it. */
  readonly error: string;
  readonly description: string;
  /** The description is Omniscope's own, documented sentence; in plain text it comes alone. */
  readonly documented?: true;
}

/** RFC 6749 §5.1: neither tokens nor errors may be cached. */
export const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** Documented: a difference of a trailing slash is enough. The code is RFC 6749 §5.2's. */
export const REDIRECT_MISMATCH: TokenError = {
  status: 400,
  error: 'invalid_grant',
  description: 'redirect_uri does not match',
  documented: true,
};

export function invalidGrant(description: string): TokenError {
  return { status: 400, error: 'invalid_grant', description };
}

export function invalidRequest(description: string): TokenError {
  return { status: 400, error: 'invalid_request', description };
}

export function toReply(
  refusal: TokenError,
  { errorBody }: Pick<AuthorizationServerAssumptions, 'errorBody'>,
): Reply {
  const { status, error, description, documented } = refusal;
  const headers = {
    ...NO_STORE,
    // RFC 9110 §15.5.2: a 401 names a way to authenticate.
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="Omniscope"' } : {}),
  };
  return errorBody === 'json'
    ? json(status, { error, error_description: description }, headers)
    : text(status, documented ? description : `${error}: ${description}`, headers);
}
