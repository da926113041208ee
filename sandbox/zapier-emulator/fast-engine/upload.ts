/**
 * A streamed request body in transit. As with a socket, sent bytes wait in a buffer for their reader, and
 * a sender that breaks off leaves an incomplete body, unless all of it was sent already.
 */
import { PassThrough, type Readable } from 'node:stream';

/** About what the sockets of a connection hold. */
const BUFFER_BYTES = 64 * 1024;

export interface Upload {
  readonly body: Readable;
  /** Whether all of it has been given to the connection. */
  isSent(): boolean;
  /** The connection is gone. */
  breakOff(): void;
}

/**
 * Documented (node-fetch 2.7, tried): a source that fails is not noticed; the request waits for more until a limit
 * is reached.
 */
export function upload(source: NodeJS.ReadableStream): Upload {
  const body = new PassThrough({ highWaterMark: BUFFER_BYTES });
  // The reader, if there is one, sees the error; without a reader it is of no interest.
  body.on('error', () => {});
  source.pipe(body);
  return {
    body,
    isSent: () => body.writableEnded,
    breakOff() {
      source.unpipe(body);
      if (!body.writableEnded) body.destroy(new Error('The sender broke off'));
    },
  };
}
