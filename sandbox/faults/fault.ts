/** What can go wrong with one request. */
import type { GatewayPage } from '../gateway/pages.ts';
import type { Encoding } from '../http/encode-reply.ts';
import type { ConnectionEnd, ConnectionStage } from '../http/message.ts';

/**
 * Whether the server still handles the request: `before`, something responds in its place; `after`, it
 * acts, and its response is lost or replaced on the way back.
 */
export type FaultPhase = 'before' | 'after';

interface At {
  /** Absent: `before`. */
  readonly phase?: FaultPhase;
}

export type Fault =
  /** The request's own access token expires, or is revoked, just before it is checked. */
  | { readonly kind: 'expire-token' }
  | { readonly kind: 'revoke-token' }
  /** A status with text. Retry-After as seconds or as a date (RFC 9110 §10.2.3), or absent. */
  | (At & {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter?: { readonly form: 'seconds' | 'date'; readonly seconds: number };
    })
  /** A response of something in front of the server. */
  | (At & { readonly kind: 'gateway'; readonly page: GatewayPage })
  /** A plain HTML page in place of the response; 200 unless given. */
  | (At & { readonly kind: 'page'; readonly status?: number })
  /** Some other JSON, as `{"errorType":…}` with HTTP 200; 200 unless given. */
  | (At & { readonly kind: 'json'; readonly value: unknown; readonly status?: number })
  /** The server's own response, with a body that is no JSON, or JSON that stops half-way. */
  | { readonly kind: 'malformed-json' }
  | { readonly kind: 'truncated-json' }
  /** The server's own response in another charset or content coding. */
  | ({ readonly kind: 'encode' } & Encoding)
  /** The connection ends, or falls silent, in the middle of the server's own response. */
  | { readonly kind: 'partial'; readonly ending: 'reset' | 'close' | 'hang' }
  /** 307, which makes a client send its body again, unless given. */
  | (At & {
      readonly kind: 'redirect';
      readonly to: 'other-host' | 'subdomain' | 'http' | 'localhost';
      readonly status?: number;
    })
  /** No response ever comes. In a stage before the request is sent, the server never acts. */
  | (At & { readonly kind: 'hang'; readonly stage?: ConnectionStage })
  | (At & {
      readonly kind: 'reset';
      readonly stage?: ConnectionStage;
      readonly end?: ConnectionEnd;
    })
  /** A kept connection is closed just as the next request is sent on it; a new connection works. */
  | { readonly kind: 'close-kept-connection' }
  /** The response comes late: the server acts before (`after`) or only then (`before`). */
  | (At & { readonly kind: 'delay'; readonly ms: number })
  /** The lambda project of the requested (or newly started) job is gone with its outcome. */
  | { readonly kind: 'lose-lambda' }
  /** One JOB_NOT_FOUND for the requested (or newly started) job. */
  | { readonly kind: 'forget-job' }
  /** The server restarts, and all job ids are gone. */
  | (At & { readonly kind: 'restart' });
