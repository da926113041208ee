import { pipeline, Readable, type Transform } from 'node:stream';
import { Problem } from '../../omniscope/problem.ts';
import { inBlocks } from './blocks.ts';

/**
 * Passes bytes on and vouches for their number: a body cut short must not look like a whole one.
 *
 * @param release called once nothing more is to come
 * @throws Problem file-broke-off
 */
export async function* counted(
  body: NodeJS.ReadableStream,
  size: number | null,
  file: string,
  release: () => void,
): AsyncGenerator<Uint8Array> {
  let count = 0;
  try {
    for await (const block of inBlocks(body)) {
      count += block.length;
      yield block;
    }
  } catch {
    throw new Problem('file-broke-off', { file });
  } finally {
    release();
  }
  if (size !== null && count !== size) throw new Problem('file-broke-off', { file });
}

/** The bytes of a file that its host sends compressed all the same. @throws Problem file-broke-off */
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
    throw error instanceof Problem ? error : new Problem('file-broke-off', { file });
  }
}
