import { randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { inChunks } from '../../../src/zapier/files/chunks.ts';

const BLOCK = 256 * 1024;
const PIECE = 16 * 1024;

async function all(blocks: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const list: Buffer[] = [];
  for await (const block of blocks) list.push(block);
  return list;
}

describe('a stream in blocks', () => {
  test.each([0, 1, PIECE, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])(
    'keeps every byte of %i, in order',
    async (size) => {
      const bytes = randomBytes(size);
      const pieces = Array.from({ length: Math.ceil(size / PIECE) }, (_, index) =>
        bytes.subarray(index * PIECE, (index + 1) * PIECE),
      );
      const stream = Readable.from(pieces, { objectMode: false }).pipe(new PassThrough());
      const blocks = await all(inChunks(stream));
      expect(Buffer.concat(blocks).equals(bytes)).toBe(true);
      expect(blocks).toHaveLength(Math.ceil(size / BLOCK));
    },
  );

  test('fails with what the stream fails with', async () => {
    const stream = new PassThrough();
    stream.write('the beginning');
    const reading = all(inChunks(stream));
    await nextTurn();
    stream.destroy(new Error('the host went away'));
    await expect(reading).rejects.toThrow('the host went away');
  });

  test('fails when the stream is closed before its end', async () => {
    const stream = new PassThrough();
    stream.write('the beginning');
    const reading = all(inChunks(stream));
    await nextTurn();
    stream.destroy();
    await expect(reading).rejects.toThrow('closed before its end');
  });

  test('fails when the stream had failed before it was read', async () => {
    const stream = new PassThrough();
    stream.on('error', () => {});
    stream.write('the beginning');
    stream.destroy(new Error('the host went away'));
    await nextTurn();
    await expect(all(inChunks(stream))).rejects.toThrow('closed before its end');
  });

  test('reads no more than a block ahead of a reader that takes its time', async () => {
    let given = 0;
    const stream = new Readable({
      read() {
        given += PIECE;
        this.push(Buffer.alloc(PIECE));
      },
    });
    const blocks = inChunks(stream);
    await blocks.next();
    for (let turn = 0; turn < 100; turn += 1) await nextTurn();
    expect(given).toBeLessThanOrEqual(2 * BLOCK + 4 * PIECE);
    stream.destroy();
  });
});
