/**
 * Watches the requests that the app sends, without standing in their way: Node itself tells of every
 * HTTP request of the process. Only method, path, status and the job state are taken; never a header.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest, IncomingMessage } from 'node:http';

export interface Exchange {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly status: number;
  /** Where the answer names one. */
  readonly jobState: string | null;
}

/** Fact (Node.js documentation, "Diagnostics Channel"): carries `{ request, response }`. */
const ANSWERED = 'http.client.response.finish';
/** A job's state takes a few hundred bytes; nothing longer is looked into. */
const LARGEST_STATE_BYTES = 10_000;

/**
 * Tells of every answered request to `host` (with its port), when its answer is complete.
 *
 * @returns what ends the watch.
 */
export function watchWire(host: string, onExchange: (exchange: Exchange) => void): () => void {
  const onAnswer = (message: unknown) => {
    const { request, response } = Object(message);
    if (!(request instanceof ClientRequest) || !(response instanceof IncomingMessage)) return;
    if (request.getHeader('host') !== host) return;
    const { method, path } = request;
    let text = '';
    response.on('data', (chunk: Buffer) => {
      if (text.length < LARGEST_STATE_BYTES) text += chunk.toString('utf8');
    });
    response.once('end', () =>
      onExchange({
        method,
        path: decodeURIComponent(path.split('?')[0] ?? ''),
        status: response.statusCode ?? 0,
        jobState: readState(text),
      }),
    );
  };
  subscribe(ANSWERED, onAnswer);
  return () => unsubscribe(ANSWERED, onAnswer);
}

function readState(text: string): string | null {
  return /"jobState"\s*:\s*"([A-Za-z_]+)"/.exec(text)?.[1] ?? null;
}
