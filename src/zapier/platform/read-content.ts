import { Readable } from 'node:stream';
import {
  ContentTooLargeError,
  decodeContent,
  parseContentEncoding,
} from '../../omniscope/http/content-coding.ts';
import type { ResponseHead } from '../../omniscope/http/transport.ts';

/** What is known of a response before its body is read. */
export interface RawHead extends ResponseHead {
  readonly setCookie: readonly string[];
}

/** The content of a response while it arrives. */
export interface ContentReader {
  /**
   * All of it. Rejects with UnknownCodingError, with ContentTooLargeError beyond the limit, or with what
   * the stream fails with.
   */
  readonly complete: Promise<Buffer>;
  /** What has arrived by now. */
  arrived(): Buffer;
}

/**
 * Reads a response's body and undoes its content codings.
 *
 * @param contentEncoding the header's value
 * @param limit most bytes that are read, before and after decoding
 * @throws UnknownCodingError
 */
export function readContent(
  body: NodeJS.ReadableStream,
  contentEncoding: string | null,
  limit: number,
): ContentReader {
  const content = decodeContent(body, parseContentEncoding(contentEncoding), limit);
  const pieces: Buffer[] = [];
  let length = 0;
  const complete = new Promise<void>((resolve, reject) => {
    content.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > limit) reject(new ContentTooLargeError('The content is too large.'));
      else pieces.push(piece);
    });
    content.on('end', resolve);
    content.on('error', reject);
    content.on('close', () => reject(new Error('The body was closed before its end.')));
    if (content instanceof Readable && content.destroyed) {
      reject(content.errored ?? new Error('The body is closed.'));
    }
  });
  const arrived = () => Buffer.concat(pieces);
  return {
    arrived,
    complete: complete.then(arrived).finally(() => {
      if (content instanceof Readable) content.destroy();
    }),
  };
}
