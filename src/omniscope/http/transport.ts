import type { Readable } from 'node:stream';

/**
 * How the client reaches the network: one function, given by the client's user. It sends what
 * it is given and nothing else (no credential of its own, no redirect followed), and it gives a
 * response for every HTTP status. Errors that are not `NetworkError` pass through the client
 * untouched: a platform's own "refresh the token and come again" is one of them.
 */
export interface Transport {
  (request: HttpRequest): Promise<HttpResponse>;
  /**
   * Drops the cookies that servers have set, and the connection that is kept: the next request may be
   * led to another node. Absent where a transport has neither.
   */
  forgetCookies?(): void;
}

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  /** A stream is sent as it comes; when it fails, the request is broken off and never completed. */
  body?: string | Readable | undefined;
  /** Milliseconds for the whole exchange, headers and body. */
  timeoutMs: number;
}

/** What is known of every response before its body is read. */
export interface ResponseHead {
  status: number;
  /** Header values, or null where the server sent none. */
  header(name: string): string | null;
}

export interface HttpResponse extends ResponseHead {
  text: string;
}

/** Why a request has no response that could be used. */
export type NetworkErrorReason =
  /** No connection came about. */
  | 'unreachable'
  /** A connection, but no TLS session that can be trusted. */
  | 'tls'
  | 'timeout'
  /** The connection broke before the response was complete. */
  | 'connection-reset'
  /** The response, its content codings undone, is larger than any should be. */
  | 'response-too-large'
  /** The response has a content coding that is not known or was not applied. */
  | 'unreadable-response';

/**
 * A request without a usable response. Whether it may have been acted on is decided by how far its
 * connection had come, never by an error's name: it certainly was not sent where no connection, or no
 * TLS session, came about; in every other case it may have been.
 */
export class NetworkError extends Error {
  readonly reason: NetworkErrorReason;
  readonly requestNotSent: boolean;

  constructor(
    reason: NetworkErrorReason,
    requestNotSent: boolean = reason === 'unreachable' || reason === 'tls',
  ) {
    super(`no response: ${reason}`);
    this.name = 'NetworkError';
    this.reason = reason;
    this.requestNotSent = requestNotSent;
  }
}
