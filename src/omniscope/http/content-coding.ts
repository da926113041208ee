import { pipeline, Transform, type TransformCallback } from 'node:stream';
import zlib from 'node:zlib';

/** A Content-Encoding that cannot be undone here; its bytes must not be taken for the content. */
export class UnknownCodingError extends Error {
  override name = 'UnknownCodingError';
}

/** More bytes than the reader allows, encoded or decoded. */
export class ContentTooLargeError extends Error {
  override name = 'ContentTooLargeError';
}

type MakeDecoder = (firstByte: number) => Transform;

/** Each piece costs a turn of the event loop, so large ones make large contents quick. */
const PIECES = { chunkSize: 256 * 1024 };

const DECODERS: ReadonlyMap<string, MakeDecoder> = new Map([
  ['gzip', () => zlib.createGunzip(PIECES)],
  ['x-gzip', () => zlib.createGunzip(PIECES)],
  ['deflate', createAnyInflate],
  ['br', () => zlib.createBrotliDecompress(PIECES)],
]);

/**
 * Names that stand for no change of the bytes. S3 takes `aws-chunked` for the framing of an upload; the
 * object is stored unframed, but several S3-compatible stores keep the name (neuroglancer 795).
 */
const TRANSPARENT = new Set(['', 'identity', 'none', 'aws-chunked']);

/** Each coding costs a pass over the bytes; no server is known to apply more than two. */
const MAX_CODINGS = 4;

/**
 * The codings of a Content-Encoding value that have to be undone, in the order in which they were
 * applied (RFC 9110 §8.4), in lower case; empty where the bytes are the content already.
 *
 * @throws UnknownCodingError
 */
export function parseContentEncoding(header: string | null): string[] {
  const codings = (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => !TRANSPARENT.has(name));
  if (codings.length > MAX_CODINGS || codings.some((name) => decoderOf(name) === undefined)) {
    throw new UnknownCodingError('The content has a coding that is not known.');
  }
  return codings;
}

/**
 * The content of `source`, with `codings` undone one after the other, the last one first. The stream
 * fails where the bytes do not fit their coding or end too early, and with ContentTooLargeError where
 * one coding is given, or gives, more than `limit` bytes. Destroying it destroys `source`. Without codings
 * it is `source` itself, which is not counted.
 */
export function decodeContent(
  source: NodeJS.ReadableStream,
  codings: readonly string[],
  limit: number = Number.POSITIVE_INFINITY,
): NodeJS.ReadableStream {
  const decoders = codings.toReversed().map((name) => {
    const make = decoderOf(name);
    if (make === undefined) throw new UnknownCodingError('The content has an unknown coding.');
    return new Decoder(make, limit);
  });
  if (decoders.length === 0) return source;
  // The last stream fails with whatever any of them fails with, so the callback has nothing to add.
  pipeline([source, ...decoders], () => {});
  return decoders.at(-1) ?? source;
}

function decoderOf(name: string): MakeDecoder | undefined {
  return name === 'zstd' ? zstdDecoder() : DECODERS.get(name);
}

/** Node has it since 22.15, its types for Node 20 do not. */
function zstdDecoder(): MakeDecoder | undefined {
  if (!('createZstdDecompress' in zlib)) return undefined;
  const { createZstdDecompress } = zlib;
  if (typeof createZstdDecompress !== 'function') return undefined;
  return () => {
    const decoder: unknown = createZstdDecompress();
    if (!(decoder instanceof Transform)) throw new UnknownCodingError('zstd cannot be undone.');
    return decoder;
  };
}

/** `deflate` is wrapped in zlib's format by the standard, and sent without it by some servers. */
function createAnyInflate(firstByte: number): Transform {
  const ZLIB_METHOD = 8;
  return (firstByte & 0x0f) === ZLIB_METHOD
    ? zlib.createInflate(PIECES)
    : zlib.createInflateRaw(PIECES);
}

/** Undoes one coding, from the first byte on: a body without any has none to undo. */
class Decoder extends Transform {
  readonly #make: MakeDecoder;
  readonly #limit: number;
  #inner: Transform | null = null;
  #encodedBytes = 0;
  #decodedBytes = 0;

  constructor(make: MakeDecoder, limit: number) {
    super();
    this.#make = make;
    this.#limit = limit;
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    const [firstByte] = chunk;
    if (firstByte === undefined) {
      done();
      return;
    }
    this.#encodedBytes += chunk.length;
    if (this.#encodedBytes > this.#limit) {
      done(new ContentTooLargeError('The encoded content is too large.'));
      return;
    }
    this.#inner ??= this.#open(firstByte);
    this.#inner.write(chunk, (error) => done(error));
  }

  override _flush(done: TransformCallback): void {
    if (this.#inner === null) {
      done();
      return;
    }
    this.#inner.on('end', () => done());
    this.#inner.end();
  }

  override _read(size: number): void {
    this.#inner?.resume();
    super._read(size);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inner?.destroy();
    done(error);
  }

  #open(firstByte: number): Transform {
    const inner = this.#make(firstByte);
    inner.on('data', (piece: Buffer) => {
      this.#decodedBytes += piece.length;
      if (this.#decodedBytes > this.#limit) {
        this.destroy(new ContentTooLargeError('The decoded content is too large.'));
      } else if (!this.push(piece)) {
        inner.pause();
      }
    });
    inner.on('error', (error) => this.destroy(error));
    return inner;
  }
}
