import { expect, test } from '@jest/globals';
import { createVirtualClock } from '../../../sandbox/zapier-emulator/virtual-clock.ts';
import { CookieJar } from '../../../src/omniscope/http/cookie-jar.ts';

const ORIGIN = 'https://omniscope.example.com';
const FROM = `${ORIGIN}/u/Sales/Report.iox/w/execute`;
const jarWith = (...lines: string[]) => {
  const jar = new CookieJar(createVirtualClock());
  jar.store(FROM, lines);
  return jar;
};

test.each<[string, string[], string | null]>([
  ['a value', ['OMNI_ROUTE=node-1; Path=/; HttpOnly; Secure; SameSite=None'], 'OMNI_ROUTE=node-1'],
  ['the last value of a name', ['a=1; Path=/', 'a=2; Path=/'], 'a=2'],
  ['several names', ['a=1; Path=/', 'b=2; path=/'], 'a=1; b=2'],
  ['the longer path first', ['a=1; Path=/', 'a=2; Path=/u'], 'a=2; a=1'],
  ['a value with "=" and quotes', ['a="b=c"; Path=/'], 'a="b=c"'],
  ['an empty value', ['a=; Path=/'], 'a='],
  ['an expiry in the future', ['a=1; Path=/; Expires=Wed, 01-Jan-2098 00:00:00 GMT'], 'a=1'],
  ['not what has expired', ['a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], null],
  ['not what is deleted', ['a=1; Path=/', 'a=; Path=/; Max-Age=0'], null],
  ['not what belongs to another path', ['a=1; Path=/admin', 'b=1; Path=/u/Sa'], null],
  ['nothing that is no cookie', ['no name', '=value', 'a\u0100=1; Path=/'], null],
])('a cookie jar gives back %s', (_, lines, header) => {
  expect(jarWith(...lines).header(`${ORIGIN}/u/Sales/Report.iox/w/status/1`)).toBe(header);
});

test('a cookie without a path belongs to the folder that has set it', () => {
  const jar = jarWith('a=1');
  expect(jar.header(`${ORIGIN}/u/Sales/Report.iox/w/status/1`)).toBe('a=1');
  expect(jar.header(`${ORIGIN}/u/Sales/Other.iox/w/execute`)).toBeNull();
});

test.each(['https://other.example.com', `${ORIGIN}:8443`, 'https://sub.omniscope.example.com'])(
  'a cookie goes to no other origin: %s',
  (origin) => {
    expect(jarWith('a=1; Path=/; Domain=example.com').header(`${origin}/u/`)).toBeNull();
  },
);

test('a cookie ends with its time', async () => {
  const clock = createVirtualClock();
  const jar = new CookieJar(clock);
  jar.store(FROM, ['a=1; Path=/; Max-Age=10']);
  await clock.sleep(9_000);
  expect(jar.header(FROM)).toBe('a=1');
  await clock.sleep(1_000);
  expect(jar.header(FROM)).toBeNull();
});

test('what a server can have kept and sent back is bounded', () => {
  const jar = jarWith(
    `long=${'x'.repeat(5_000)}; Path=/`,
    ...Array.from({ length: 500 }, (_, index) => `c${index}=${'y'.repeat(3_000)}; Path=/`),
  );
  const header = jar.header(FROM) ?? '';
  expect(header.length).toBeLessThanOrEqual(8_192);
  expect(header).toMatch(/^c480=y+; c481=y+$/);
});

test('a jar that is cleared gives nothing back', () => {
  const jar = jarWith('a=1; Path=/');
  jar.clear();
  expect(jar.header(FROM)).toBeNull();
});
