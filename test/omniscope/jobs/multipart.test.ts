import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import busboy from 'busboy';
import { type FileSource, multipartBody } from '../../../src/omniscope/jobs/multipart.ts';

const BOUNDARY = 'omniscope-0123456789abcdef';

async function* chunks(...parts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield Buffer.from(part);
  }
}

function file(changes: Partial<FileSource> = {}): FileSource {
  const bytes = chunks('a,b\r\n', '1,2\r\n');
  return {
    formDataKey: 'file1',
    fileName: 'data.csv',
    contentType: 'text/csv',
    size: 10,
    bytes,
    ...changes,
  };
}

interface Part {
  name: string;
  filename?: string | undefined;
  type: string;
  text: string;
}

/** Reads a body as servers do. */
function parse(headers: Record<string, string>, body: Buffer): Promise<Part[]> {
  return new Promise((resolve, reject) => {
    const parts: Promise<Part>[] = [];
    const parser = busboy({ headers, defParamCharset: 'utf8' });
    parser.on('field', (name, text, { mimeType: type }) => {
      parts.push(Promise.resolve({ name, type, text }));
    });
    parser.on('file', (name, stream, { filename, mimeType: type }) => {
      const read = buffer(stream).then((bytes) => ({ name, filename, type, text: String(bytes) }));
      parts.push(read);
    });
    parser.on('error', reject);
    parser.on('close', () => resolve(Promise.all(parts)));
    Readable.from([body]).pipe(parser);
  });
}

describe('a multipart body', () => {
  test('has the text part first, then each file with its name, type and bytes', async () => {
    const second = { formDataKey: 'file2', fileName: 'Größe 📈.bin', contentType: 'image/png' };
    const files = [
      file(),
      file({ ...second, size: null, bytes: chunks('\r\n', '--omniscope--\r\n') }),
    ];
    const { stream, headers } = multipartBody('{"a":"ü"}', files, BOUNDARY);
    expect(await parse(headers, await buffer(stream))).toEqual([
      { name: 'execution', type: 'application/json', text: '{"a":"ü"}' },
      { name: 'file1', filename: 'data.csv', type: 'text/csv', text: 'a,b\r\n1,2\r\n' },
      { name: 'file2', filename: 'Größe 📈.bin', type: 'image/png', text: '\r\n--omniscope--\r\n' },
    ]);
  });

  test('tells its length to the byte where every file tells its own', async () => {
    const { stream, headers } = multipartBody('{}', [file(), file()], BOUNDARY);
    expect(headers['content-length']).toBe(String((await buffer(stream)).length));
  });

  test('tells no length where one file does not', () => {
    const { stream, headers } = multipartBody('{}', [file(), file({ size: null })], BOUNDARY);
    expect(headers).toEqual({ 'content-type': `multipart/form-data; boundary=${BOUNDARY}` });
    stream.destroy();
  });

  test('lets no name break out of its header', async () => {
    const fileName = 'a".csv"\r\nX-Injected: 1\r\n\r\nb';
    const { stream } = multipartBody('{}', [file({ fileName })], BOUNDARY);
    expect(String(await buffer(stream))).toContain(
      'filename="a%22.csv%22%0D%0AX-Injected: 1%0D%0A%0D%0Ab"\r\n',
    );
  });

  test('reads no file before the one before it has gone out', async () => {
    const order: string[] = [];
    const named = async function* (name: string) {
      order.push(`${name} begins`);
      yield Buffer.from(name);
      order.push(`${name} ends`);
    };
    const files = [file({ bytes: named('first') }), file({ bytes: named('second') })];
    await buffer(multipartBody('{}', files, BOUNDARY).stream);
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  test('fails before its closing boundary when a file fails', async () => {
    const failure = new Error('broke off');
    const { stream } = multipartBody('{}', [file({ bytes: chunks('a,b', failure) })], BOUNDARY);
    const sent: Buffer[] = [];
    const reading = (async () => {
      for await (const chunk of stream) sent.push(chunk);
    })();
    await expect(reading).rejects.toBe(failure);
    expect(String(Buffer.concat(sent))).toContain('a,b');
    expect(String(Buffer.concat(sent))).not.toContain(`--${BOUNDARY}--`);
  });
});
