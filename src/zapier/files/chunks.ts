import { Readable } from 'node:stream';

/** Large enough that passing a block on costs nothing beside sending it. */
const CHUNK_BYTES = 256 * 1024;

/**
 * A stream's bytes in blocks of about 256 kB, the last one smaller. TLS gives them in pieces of 16 kB,
 * and in the core, where a domain watches every asynchronous step, waiting for each piece by itself
 * takes longer than encrypting it. The next block is read while one is passed on, so two are held.
 *
 * @throws what the stream fails with, or an error when it is closed before its end
 */
export async function* inChunks(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let held = 0;
  const state: { end: 'none' | 'whole' | Error; wake: () => void } = {
    end: 'none',
    wake: () => {},
  };
  const conclude = (end: 'whole' | Error) => {
    if (state.end === 'none') state.end = end;
    state.wake();
  };
  // A stream that broke before anybody read it has said so already, and will not say it again.
  if (stream instanceof Readable && stream.destroyed) conclude(closedEarly());
  stream.on('data', (piece: Buffer) => {
    pieces.push(piece);
    held += piece.length;
    if (held < CHUNK_BYTES) return;
    stream.pause();
    state.wake();
  });
  stream.on('end', () => conclude('whole'));
  stream.on('error', conclude);
  stream.on('close', () => conclude(closedEarly()));

  for (;;) {
    while (held < CHUNK_BYTES && state.end === 'none') {
      await new Promise<void>((resolve) => {
        state.wake = resolve;
      });
    }
    if (state.end instanceof Error) throw state.end;
    if (held === 0) return;
    const block = Buffer.concat(pieces, held);
    pieces = [];
    held = 0;
    stream.resume();
    yield block;
  }
}

function closedEarly(): Error {
  return new Error('The stream was closed before its end.');
}
