import { Readable } from 'node:stream';

/** Large enough that passing a chunk on costs nothing beside sending it. */
const CHUNK_BYTES = 256 * 1024;

/**
 * A stream's bytes in chunks of about 256 kB, the last one smaller. TLS gives them in pieces of 16 kB,
 * and in the core, where a domain watches every asynchronous step, waiting for each piece by itself
 * takes longer than encrypting it. The next chunk is read while one is passed on, so two are held.
 *
 * @throws what the stream fails with, or an error when it is closed before its end
 */
export async function* inChunks(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let held = 0;
  const state: { end: 'none' | 'complete' | { failure: unknown }; wake: () => void } = {
    end: 'none',
    wake: () => {},
  };
  const conclude = (end: 'complete' | { failure: unknown }) => {
    if (state.end === 'none') state.end = end;
    state.wake();
  };
  const closedEarly = () => ({ failure: new Error('The stream was closed before its end.') });
  // A stream that broke before it was read has reported that already, and does not do so again.
  if (stream instanceof Readable && stream.destroyed) conclude(closedEarly());
  stream.on('data', (piece: Buffer) => {
    pieces.push(piece);
    held += piece.length;
    if (held < CHUNK_BYTES) return;
    stream.pause();
    state.wake();
  });
  stream.on('end', () => conclude('complete'));
  stream.on('error', (failure) => conclude({ failure }));
  stream.on('close', () => conclude(closedEarly()));

  for (;;) {
    while (held < CHUNK_BYTES && state.end === 'none') {
      await new Promise<void>((resolve) => {
        state.wake = resolve;
      });
    }
    if (typeof state.end === 'object') throw state.end.failure;
    if (held === 0) return;
    const [only] = pieces;
    // What a decoder gives is large already: a copy of each would double what waits for the collector.
    const chunk = pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces, held);
    pieces = [];
    held = 0;
    stream.resume();
    yield chunk;
  }
}
