import { domainToUnicode, parse as parseAsNodeFetchDoes } from 'node:url';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { trimInvisible } from '../../src/omniscope/trim.ts';
import { anyCodePoint } from '../harness/any-text.ts';
import { holds } from './check.ts';
import { read } from './read-url.ts';

/** A number in any notation that an IPv4 address may be written in. */
const notation = (value: number) =>
  fc.constantFrom(
    String(value),
    `0${value.toString(8)}`,
    `0x${value.toString(16)}`,
    `0X${value.toString(16).toUpperCase()}`,
    `000${value.toString(8)}`,
  );
const byte = fc.integer({ min: 0, max: 255 }).chain(notation);
const anyIpv4 = fc.oneof(
  fc.tuple(byte, byte, byte, byte),
  fc.tuple(byte, byte, fc.integer({ min: 0, max: 0xffff }).chain(notation)),
  fc.tuple(byte, fc.integer({ min: 0, max: 0xffffff }).chain(notation)),
  fc.tuple(fc.integer({ min: 0, max: 0xffffffff }).chain(notation)),
);

test(`no IPv4 address passes, however it is written`, async () => {
  const ending = fc.constantFrom('', '.', ':443', '/', '/a', '.:8443/');
  await holds(fc.tuple(anyIpv4, ending), 500, ([parts, end]) => {
    expect(read(`https://${parts.join('.')}${end}`)).toBe('ip-address');
  });
});

test(`no IPv6 address passes`, async () => {
  await holds(fc.ipV6(), 200, (address) => {
    expect(read(`https://[${address}]`)).toBe('ip-address');
  });
});

/** Pieces of addresses, and what makes one part of them look like another. */
const piece = fc.oneof(
  fc.constantFrom(
    ...['https://', 'http://', 'example', '.com', '.', ':', '443', '/', '//', '\\', '@', '?', '#'],
    ...['%', '%2e', '%40', '%00', '\u3002', '\uFF0E', '\uFF61', '\uFF0F', '\u2044', '\uFF20'],
    ...[
      '\u200B',
      '\u200D',
      '\u00AD',
      '\uFE0F',
      '\u034F',
      '\u202E',
      '\uD800',
      '\t',
      '\n',
      ' ',
      '\0',
    ],
    ...['127', '0x7f', '\uFF11', '\u2460', 'xn--', 'ß', 'ſ', '\u212A', 'ü', 'é', 'ﬃ', 'localhost'],
    ...['[', ']', ';', '-', '_', ',', '&', '='],
  ),
  fc.string({ unit: anyCodePoint, maxLength: 2 }),
);
const pieces = (maxLength: number) =>
  fc.array(piece, { maxLength }).map((several) => several.join(''));
const address = fc
  .oneof(
    fc.tuple(pieces(8)),
    fc.tuple(pieces(2), fc.constantFrom('example.com', 'Bücher.example'), pieces(3)),
  )
  .map((parts) => `https://${parts.join('')}`);

test(`the host that is read is the only host that is spoken to`, async () => {
  let [tried, accepted] = [0, 0];
  await holds(address, 2_000, (text) => {
    tried += 1;
    const url = read(text);
    if (!url.startsWith('https://')) return;
    accepted += 1;
    // As a person reads it: between the scheme and the next slash, and nothing else to it.
    const typed = trimInvisible(text).slice('https://'.length).split('/')[0] ?? '';
    const spokenTo = new URL(url);
    expect(typed).not.toMatch(/[@\\%\s]/);
    const plain = typed.toLowerCase().replace(/:(443)?$/, '');
    expect([spokenTo.host, toUnicode(spokenTo)]).toContain(plain);
    // node-fetch takes the address apart once more, by Node's older rules.
    expect(parseAsNodeFetchDoes(url).host).toBe(spokenTo.host);
    expect(spokenTo.username + spokenTo.password + spokenTo.search + spokenTo.hash).toBe('');
    expect(spokenTo.hostname).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    expect(spokenTo.hostname).not.toMatch(/(^|\.)(\d+|0x[0-9a-f]*)$/);
  });
  // About one in ten; with far fewer, the rule above would hardly be tried.
  expect(accepted / tried).toBeGreaterThan(0.03);
});

function toUnicode(url: URL): string {
  const { port } = url;
  return `${domainToUnicode(url.hostname)}${port === '' ? '' : `:${port}`}`;
}
