import { pipeline, Readable, type Transform } from 'node:stream';
import { OmniscopeError } from '../../omniscope/errors.ts';
import { inChunks } from './chunks.ts';

/**
 * Passes bytes on and vouches for their number: a body cut short must not look like a whole one.
 *
 * @param release called once nothing more is to come
 * @throws OmniscopeError file-download-interrupted
 */
export async function* counted(
  body: NodeJS.ReadableStream,
  size: number | null,
  file: string,
  release: () => void,
): AsyncGenerator<Uint8Array> {
  let count = 0;
  try {
    for await (const block of inChunks(body)) {
      count += block.length;
      yield block;
    }
  } catch {
    throw new OmniscopeError('file-download-interrupted', { file });
  } finally {
    release();
  }
  if (size !== null && count !== size)
    throw new OmniscopeError('file-download-interrupted', { file });
}

/** The bytes of a file that its host sends compressed all the same. @throws OmniscopeError file-download-interrupted */
export async function* decoded(
  bytes: AsyncIterable<Uint8Array>,
  decoder: Transform,
  file: string,
): AsyncGenerator<Uint8Array> {
  // The callback hears of a failure too; what counts is that the decoder fails with it.
  pipeline(Readable.from(bytes, { objectMode: false }), decoder, () => {});
  try {
    yield* decoder;
  } catch (error) {
    throw error instanceof OmniscopeError
      ? error
      : new OmniscopeError('file-download-interrupted', { file });
  }
}
