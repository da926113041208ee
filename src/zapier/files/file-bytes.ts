import { Readable } from 'node:stream';
import { OmniscopeError } from '../../omniscope/errors.ts';
import { decodeContent } from '../../omniscope/http/content-coding.ts';
import { inChunks } from './chunks.ts';

/**
 * Passes on the bytes of a file, its content codings undone, and makes sure that none is missing: a
 * body that was cut short must not pass for a whole one.
 *
 * @param size the length of the body in bytes as its host announced it, or null
 * @param release called once nothing more is to come
 * @throws OmniscopeError file-download-interrupted
 */
export async function* fileBytes(
  body: NodeJS.ReadableStream,
  size: number | null,
  codings: readonly string[],
  file: string,
  release: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    const received = counted(body, size);
    if (codings.length === 0) yield* received;
    else yield* inChunks(decodeContent(Readable.from(received, { objectMode: false }), codings));
  } catch {
    throw new OmniscopeError('file-download-interrupted', { file });
  } finally {
    release();
  }
}

async function* counted(
  body: NodeJS.ReadableStream,
  size: number | null,
): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of inChunks(body)) {
    count += chunk.length;
    yield chunk;
  }
  if (size !== null && count !== size)
    throw new Error('The body has another length than announced.');
}

/** The first bytes of a file, and then all of them. */
export async function peek(
  bytes: AsyncGenerator<Uint8Array>,
): Promise<{ first: Uint8Array; bytes: AsyncGenerator<Uint8Array> }> {
  const { value: first = new Uint8Array(), done } = await bytes.next();
  async function* all() {
    if (done) return;
    yield first;
    yield* bytes;
  }
  return { first, bytes: all() };
}
