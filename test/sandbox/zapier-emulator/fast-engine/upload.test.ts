import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { readBody } from '../../../../sandbox/http/body.ts';
import { upload } from '../../../../sandbox/zapier-emulator/fast-engine/upload.ts';

test('a body that was sent whole arrives even if its sender has gone', async () => {
  const { body, breakOff } = upload(Readable.from([Buffer.from('{"a":1}')]));
  await turn();
  await turn();
  breakOff();
  expect(String(await readBody(body, 100))).toBe('{"a":1}');
});

test('a body whose sender breaks off in transit stays incomplete', async () => {
  const source = new Readable({ read: () => {} });
  const { body, breakOff } = upload(source);
  source.push('half');
  const reading = readBody(body, 100);
  await turn();
  breakOff();
  source.push(null);
  await expect(reading).rejects.toThrow('broke off');
});

test('a large body waits for its reader instead of being held in memory', async () => {
  let given = 0;
  const source = new Readable({
    read() {
      given += 16_384;
      this.push(Buffer.alloc(16_384));
    },
  });
  const { breakOff } = upload(source);
  for (let turns = 0; turns < 50; turns++) await turn();
  expect(given).toBeLessThan(250_000);
  breakOff();
});
