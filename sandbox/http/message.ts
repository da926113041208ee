/**
 * What the sandbox's parts say to each other in place of sockets. A part that is a `Handler` can be
 * served over HTTPS (server.ts) or called directly by a simulation on a virtual clock, unchanged.
 */

/** One request as it stands on the wire: nothing is decoded, so that wrong encodings can be seen. */
export interface Request {
  /** Upper case, as sent. */
  readonly method: string;
  /** Path and query, still percent-encoded, beginning with `/`. */
  readonly url: string;
  /** Names in lower case; repeated headers are joined as Node joins them. */
  readonly headers: Readonly<Record<string, string>>;
  /** A stream can be read once. A handler that does not need the body leaves it unread. */
  readonly body: RequestBody;
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
 * What becomes of a request. All but the first are failures that a transport has to act out:
 * - `hang`: no byte is ever answered, and the connection stays open;
 * - `reset`: the connection breaks before any byte of an answer;
 * - `partial`: status, headers and a Content-Length for the whole body are sent, then the first
 *   `bytes` bytes of the body; then the connection breaks (`reset`) or stays silent (`hang`).
 */
export type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | {
      readonly kind: 'partial';
      readonly reply: Reply;
      readonly bytes: number;
      readonly ending: 'reset' | 'hang';
    };

export type Handler = (request: Request) => Promise<Outcome>;

/** The ordinary outcome. */
export function replied(reply: Reply): Outcome {
  return { kind: 'reply', reply };
}
