import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { OmniscopeServerOptions } from '../../../sandbox/omniscope-server/omniscope-server.ts';
import { createClient } from './client.ts';

const CHECK = '/u/Sales/Check%20File.iox/w';
const FILE = { name: 'Input', formDataKey: 'f1' };
const BOUNDARY = 'boundary-7f3a';

interface Part {
  readonly name: string;
  readonly content: string;
  readonly file?: { readonly name: string; readonly type: string };
}

/** multipart/form-data by RFC 7578, byte for byte, so that nothing is sent that the test does not say. */
function multipart(parts: readonly Part[]): Buffer {
  const written = parts.map(({ name, content, file }) => {
    const fileName = file === undefined ? '' : `; filename="${file.name}"`;
    const type = file === undefined ? '' : `Content-Type: ${file.type}\r\n`;
    const head = `Content-Disposition: form-data; name="${name}"${fileName}\r\n${type}`;
    return `--${BOUNDARY}\r\n${head}\r\n${content}\r\n`;
  });
  return Buffer.from(`${written.join('')}--${BOUNDARY}--\r\n`);
}

const execution = (updates: readonly object[], more = {}): Part => ({
  name: 'execution',
  content: JSON.stringify({ params: { updates }, ...more }),
});
const csv = (name = 'f1', content = 'a;b\r\n1;2'): Part => ({
  name,
  content,
  file: { name: 'Größe 1.csv', type: 'text/csv' },
});

async function upload(
  body: Buffer | readonly Part[],
  options: Partial<OmniscopeServerOptions> = {},
) {
  const client = createClient(options);
  const answer = await client.send('POST', `${CHECK}/uploadandexecute`, {
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: Buffer.isBuffer(body) ? body : multipart([...body]),
  });
  return { ...client, answer };
}

describe('uploadandexecute', () => {
  test('runs a copy that finds the file: name, type, size and content', async () => {
    const content = 'ü'.repeat(200_000);
    const updates = [FILE, { name: 'Label', value: 'Ada' }];
    const { answer, omniscope, clock } = await upload([execution(updates), csv('f1', content)]);
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      jobId: expect.any(String),
      lambdaProjectPath: expect.stringMatching(/^Sales\/\.run\/Check File.+\.iox$/),
    });
    await clock.advance(800);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(omniscope.jobs[0]).toMatchObject({
      state: 'COMPLETED',
      files: {
        Input: { fileName: 'Größe 1.csv', contentType: 'text/csv', size: 400_000, sha256 },
      },
      parameters: {
        Input: 'Größe 1.csv',
        Result: 'Checked for Ada',
        'File name': 'Größe 1.csv',
        'File size': 400_000,
        'SHA-256': sha256,
      },
    });
  });

  test('accepts the file before the text, an empty file, and a body in small pieces', async () => {
    const { send, omniscope } = createClient();
    const body = multipart([csv('f1', ''), execution([FILE])]);
    async function* pieces() {
      for (const byte of body) yield Uint8Array.of(byte);
    }
    const answer = await send('POST', `${CHECK}/uploadandexecute`, {
      headers: { 'content-type': `multipart/form-data; boundary="${BOUNDARY}"` },
      body: pieces(),
    });
    expect(answer.status).toBe(200);
    expect(omniscope.jobs[0]?.files.Input).toMatchObject({ size: 0 });
  });

  test.each<[string, number, readonly Part[]]>([
    ['no part named execution', 400, [csv()]],
    ['an execution that is no JSON', 400, [{ name: 'execution', content: '{' }, csv()]],
    ['an execution of the wrong shape', 400, [execution([], { blocks: 'All' })]],
    ['a key and a value at once', 400, [execution([{ ...FILE, value: 'x' }]), csv()]],
    ['neither key nor value', 400, [execution([{ name: 'Input' }]), csv()]],
    ['a key without its file part', 400, [execution([FILE])]],
    ['text in place of the file', 400, [execution([FILE]), { name: 'f1', content: 'a' }]],
    ['a file that no parameter takes', 400, [execution([FILE]), csv(), csv('f2')]],
    ['two parts of one name', 400, [execution([FILE]), csv(), csv()]],
    ['a file for a TEXT parameter', 400, [execution([{ ...FILE, name: 'Label' }]), csv()]],
    ['a file above the limit', 413, [execution([FILE]), csv('f1', 'x'.repeat(1_001))]],
    ['a file for an unknown parameter', 200, [execution([{ ...FILE, name: 'Inputt' }]), csv()]],
  ])('rejects %s (%i) and starts nothing', async (_name, status, parts) => {
    const { answer, omniscope } = await upload(parts, { uploadLimitBytes: 1_000 });
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.json()).toMatchObject({ errorType: 'PARAMETER_NOT_FOUND' });
    expect(omniscope.jobs).toEqual([]);
    expect(omniscope.projects.some(({ path }) => path.includes('.run'))).toBe(false);
  });

  test('accepts a file that is exactly as large as the limit', async () => {
    const { answer } = await upload([execution([FILE]), csv('f1', 'x'.repeat(1_000))], {
      uploadLimitBytes: 1_000,
    });
    expect(answer.status).toBe(200);
  });

  test('can ignore a file that no parameter names, by assumption', async () => {
    const { answer } = await upload([execution([]), csv()], {
      assumptions: { unclaimedFilePart: 'ignored' },
    });
    expect(answer.status).toBe(200);
  });

  test('rejects a body that ends too early, wherever it is cut', async () => {
    const whole = multipart([execution([FILE]), csv()]);
    for (const cut of [0, 10, 150, whole.length - 30, whole.length - 6]) {
      const { answer, omniscope } = await upload(whole.subarray(0, cut));
      expect(answer.status).toBe(400);
      expect(omniscope.jobs).toEqual([]);
    }
  });

  test.each([
    ['application/json', 415],
    ['multipart/mixed; boundary=x', 415],
    ['multipart/form-data', 415],
    ['multipart/form-data; charset=utf-8', 400],
  ])('rejects the content type %s with %i', async (type, status) => {
    const { send } = createClient();
    const answer = await send('POST', `${CHECK}/uploadandexecute`, {
      headers: { 'content-type': type },
      body: multipart([execution([])]),
    });
    expect(answer.status).toBe(status);
  });
});
