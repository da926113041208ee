import type { Readable } from 'node:stream';

/**
 * How the client reaches the network: one function, given by whoever uses the client. It sends what
 * it is given and nothing else (no credential of its own, no redirect followed), and it gives an
 * answer for every HTTP status. Errors that are not `NetworkError` pass through the client
 * untouched: a platform's own "refresh the token and come again" is one of them.
 */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  /** A stream is sent as it comes; when it fails, the request is broken off and never completed. */
  body?: string | Readable | undefined;
  /** Milliseconds for the whole exchange, headers and body. */
  timeoutMs: number;
}

/** What every answer tells before its body is looked at. */
export interface ResponseHead {
  status: number;
  /** Header values, or null where the server sent none. */
  header(name: string): string | null;
}

export interface HttpResponse extends ResponseHead {
  text: string;
}

/**
 * No answer came. `certainlyNotSent` is true only where the request cannot have reached the server:
 * the name did not resolve, the connection was refused, TLS did not come about.
 */
export class NetworkError extends Error {
  readonly reason: 'unreachable' | 'tls' | 'timeout' | 'connection-reset';

  constructor(reason: NetworkError['reason']) {
    super(`no answer: ${reason}`);
    this.name = 'NetworkError';
    this.reason = reason;
  }

  get requestNotSent(): boolean {
    return this.reason === 'unreachable' || this.reason === 'tls';
  }
}
