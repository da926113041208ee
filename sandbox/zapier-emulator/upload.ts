/**
 * A streamed request body on its way. As with a socket, what is sent waits in a buffer for its reader,
 * and a sender that breaks off leaves a body that never becomes whole, unless it was sent already.
 */
import { PassThrough, type Readable } from 'node:stream';

/** About what the sockets of a connection hold. */
const BUFFER_BYTES = 64 * 1024;

export interface Upload {
  readonly body: Readable;
  /** The connection is gone. */
  breakOff(): void;
}

/**
 * Fact (node-fetch 2.7): a source that fails is not noticed; the request waits for more until a limit
 * is reached.
 */
export function upload(source: NodeJS.ReadableStream): Upload {
  const body = new PassThrough({ highWaterMark: BUFFER_BYTES });
  // Whoever reads it learns of a broken body; if nobody does, nobody has to.
  body.on('error', () => {});
  source.pipe(body);
  return {
    body,
    breakOff() {
      source.unpipe(body);
      if (!body.writableEnded) body.destroy(new Error('The sender broke off'));
    },
  };
}
