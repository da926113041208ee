import { Readable } from 'node:stream';

/** A file that is being downloaded: its bytes as they come, and what is known of it. */
export interface FileSource {
  formDataKey: string;
  fileName: string;
  contentType: string;
  /** Bytes, or null where its host does not say. */
  size: number | null;
  bytes: AsyncIterable<Uint8Array>;
}

/**
 * Writes a multipart/form-data body (RFC 7578) around files without holding them: the text part
 * `execution` first (documented: its name), then one part for each file, each read as the one before has
 * been sent. When a file fails, the stream fails before its closing boundary, so that no server can take
 * the body for complete.
 *
 * Our own, since `form-data`, which the core brings along, is no Readable: where a part fails, whatever
 * it is piped into stays open. It is no faster, and it draws its boundary itself.
 *
 * @param boundary must not occur in any part; a random one of 128 bits will not
 * @returns the stream and its headers; with a length where every file's size is known
 */
export function multipartBody(
  executionJson: string,
  files: readonly FileSource[],
  boundary: string,
): { stream: Readable; headers: Record<string, string> } {
  const opening = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="execution"\r\n` +
      `Content-Type: application/json\r\n\r\n${executionJson}\r\n`,
  );
  const parts = files.map((file) => ({ file, head: Buffer.from(partHead(file, boundary)) }));
  const closing = Buffer.from(`--${boundary}--\r\n`);

  async function* write(): AsyncGenerator<Uint8Array> {
    yield opening;
    for (const { file, head } of parts) {
      yield head;
      yield* file.bytes;
      yield Buffer.from('\r\n');
    }
    yield closing;
  }

  let length: number | null = opening.length + closing.length;
  for (const { file, head } of parts) {
    length = length === null || file.size === null ? null : length + head.length + file.size + 2;
  }
  return {
    stream: Readable.from(write(), { objectMode: false }),
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...(length !== null && { 'content-length': String(length) }),
    },
  };
}

function partHead({ formDataKey, fileName, contentType }: FileSource, boundary: string): string {
  return (
    `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(formDataKey)}"; ` +
    `filename="${quoted(fileName)}"\r\nContent-Type: ${contentType}\r\n\r\n`
  );
}

/** As browsers write it (HTML standard, multipart/form-data): raw UTF-8, but for what would break a header. */
function quoted(text: string): string {
  return text.replace(/\r|\n|"/g, (character) => encodeURIComponent(character));
}
