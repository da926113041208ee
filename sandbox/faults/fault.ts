/** What can go wrong with one request. */

/**
 * Whether the server still does what it was asked: `before`, something answers in its place; `after`,
 * it acts, and its answer is lost or replaced on the way back.
 */
export type FaultPhase = 'before' | 'after';

interface At {
  /** Absent: `before`. */
  readonly phase?: FaultPhase;
}

export type Fault =
  /** The request's own access token runs out, or is taken back, just before it is looked at. */
  | { readonly kind: 'expire-token' }
  | { readonly kind: 'revoke-token' }
  /** A status with text. Retry-After as seconds or as a date (RFC 9110 §10.2.3), or absent. */
  | (At & {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter?: { readonly form: 'seconds' | 'date'; readonly seconds: number };
    })
  /** An HTML page in place of the answer, as of a proxy or a login; 200 unless given. */
  | (At & { readonly kind: 'page'; readonly status?: number })
  /** Some other JSON, as `{"errorType":…}` with HTTP 200; 200 unless given. */
  | (At & { readonly kind: 'json'; readonly value: unknown; readonly status?: number })
  /** The server's own answer, with a body that is no JSON, or JSON that stops half-way. */
  | { readonly kind: 'malformed-json' }
  | { readonly kind: 'truncated-json' }
  /** The connection ends, or falls silent, in the middle of the server's own answer. */
  | { readonly kind: 'partial'; readonly ending: 'reset' | 'hang' }
  /** 307, which makes a client send its body again, unless given. */
  | (At & {
      readonly kind: 'redirect';
      readonly to: 'other-host' | 'subdomain' | 'http' | 'localhost';
      readonly status?: number;
    })
  | (At & { readonly kind: 'hang' })
  | (At & { readonly kind: 'reset' })
  /** The answer comes late: the server acts before (`after`) or only then (`before`). */
  | (At & { readonly kind: 'delay'; readonly ms: number })
  /** The lambda project of the asked (or newly started) job is gone with its outcome. */
  | { readonly kind: 'lose-lambda' }
  /** One JOB_NOT_FOUND for the asked (or newly started) job. */
  | { readonly kind: 'forget-job' }
  /** The server restarts, and all job ids are gone. */
  | (At & { readonly kind: 'restart' });
