import { expect, test } from '@jest/globals';
import { decodeText } from '../../../src/omniscope/http/charset.ts';

const latin1 = Buffer.from('Größe', 'latin1');
const utf16be = Buffer.from('Größe', 'utf16le').swap16();

test.each<[string, Buffer, string | null]>([
  ['UTF-8 where nothing is declared', Buffer.from('Größe'), null],
  ['UTF-8 where no charset is declared', Buffer.from('Größe'), 'application/json'],
  ['ISO-8859-1 (axios 501, node-fetch 184)', latin1, 'application/json; charset=ISO-8859-1'],
  ['a charset in quotes', latin1, 'text/plain;charset="iso-8859-1"'],
  ['a charset after another parameter', latin1, 'text/plain; format=flowed; Charset = Latin1'],
  ['windows-1252', Buffer.from([0x47, 0x72, 0xf6, 0xdf, 0x65]), 'text/plain; charset=Windows-1252'],
  ['UTF-16', Buffer.from('Größe', 'utf16le'), 'text/plain; charset=utf-16'],
  ['big-endian UTF-16', utf16be, 'text/plain; charset=UTF-16BE'],
  ['UTF-8 where the charset is not known', Buffer.from('Größe'), 'text/plain; charset=x-nobody'],
  ['what a byte order mark says: UTF-8', Buffer.from('\uFEFFGröße'), 'text/plain; charset=latin1'],
  [
    'what a byte order mark says: UTF-16',
    Buffer.from('\uFEFFGröße', 'utf16le'),
    'application/json',
  ],
  [
    'what a byte order mark says: big-endian UTF-16',
    Buffer.from('\uFEFFGröße', 'utf16le').swap16(),
    'text/plain; charset=utf-16',
  ],
])('text is read as %s', (_, bytes, contentType) => {
  expect(decodeText(bytes, contentType)).toBe('Größe');
});

test.each(['windows-1252', 'ISO-8859-1', 'latin1'])(
  '%s is read as windows-1252, on every version of Node (nodejs/node 56542)',
  (charset) => {
    const bytes = Uint8Array.of(0x80, 0x85, 0x92, 0x9f, 0x81, 0xf6);
    expect(decodeText(bytes, `text/plain; charset=${charset}`)).toBe('€…’Ÿ\u0081ö');
  },
);
