/**
 * The messages between the sandbox's parts. A part that is a `Handler` can be
 * served over HTTPS (server.ts) or called directly by a simulation on a virtual clock, unchanged.
 */

/** One request as received: nothing is decoded, so that wrong encodings can be seen. */
export interface Request {
  /** Upper case, as sent. */
  readonly method: string;
  /** Path and query, still percent-encoded, beginning with `/`. */
  readonly url: string;
  /** Names in lower case; repeated headers are joined as Node joins them. */
  readonly headers: Readonly<Record<string, string>>;
  /** A stream can be read once. A handler that does not need the body leaves it unread. */
  readonly body: RequestBody;
  /** Whether the connection has carried a request before; absent where there are no connections. */
  readonly isReused?: boolean;
}

/** A `Buffer` is a `Uint8Array`; Node's own requests and streams are async iterables of them. */
export type RequestBody = Uint8Array | AsyncIterable<Uint8Array>;

export interface Reply {
  readonly status: number;
  /** Names in lower case. Content-Length is the transport's business. A list only for Set-Cookie. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
}

/**
 * How far a connection had come when it failed: not connected, no TLS session, or the request sent. In
 * the first two stages the server cannot have read anything.
 */
export type ConnectionStage = 'connect' | 'tls' | 'response';

/** How a connection ends without a response. */
export type ConnectionEnd =
  /** RST, in any stage; in the first, as a firewall that rejects. */
  | 'rst'
  /** FIN, as a server that shuts down. */
  | 'close'
  /** The port is closed (first stage). */
  | 'refused'
  /** A TLS alert instead of a session (second stage). */
  | 'alert'
  /** FIN after a part of the status line and headers (last stage). */
  | 'half-head'
  /** A TLS record that cannot be decrypted (last stage). */
  | 'corrupt-record'
  /** A router reports that the host is gone (last stage); on loopback it is acted out as RST. */
  | 'host-unreachable';

/**
 * What becomes of a request. All but the first are failures that a transport has to apply:
 * - `hang`: the connection stays as it is in this stage, and no byte is ever received;
 * - `reset`: the connection fails in this stage, before any response;
 * - `partial`: status, headers and a Content-Length for the whole body are sent, then the first
 *   `bytes` bytes of the body; then the connection breaks (`reset`), is shut down in good order
 *   (`close`) or stays silent (`hang`).
 * A stage that is not given is `response`. Only a simulation can apply the other two to a request: by
 * the time that a real server reads one, its connection is established (see connection-faults.ts).
 */
export type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'hang'; readonly stage?: ConnectionStage }
  | { readonly kind: 'reset'; readonly stage?: ConnectionStage; readonly end?: ConnectionEnd }
  | {
      readonly kind: 'partial';
      readonly reply: Reply;
      readonly bytes: number;
      readonly ending: 'reset' | 'close' | 'hang';
    };

export type Handler = (request: Request) => Promise<Outcome>;

/** The ordinary outcome. */
export function replied(reply: Reply): Outcome {
  return { kind: 'reply', reply };
}
