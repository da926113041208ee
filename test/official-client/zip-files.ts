/** The files in a ZIP archive by their names, from its central directory (APPNOTE.TXT §4.3.12). */
import { inflateRawSync } from 'node:zlib';

const ENTRY = 0x02014b50;
const END = 0x06054b50;
const ENTRY_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
const END_BYTES = 22;
const STORED = 0;

/** @throws for anything but an archive of the simple kind: without ZIP64, encryption or a comment. */
export function zipFiles(zip: Buffer): ReadonlyMap<string, Buffer> {
  const end = zip.length - END_BYTES;
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error('This is not a ZIP archive.');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const files = new Map<string, Buffer>();
  for (let entry = 0; entry < count; entry += 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error('The archive is damaged.');
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const nameBytes = zip.readUInt16LE(at + 28);
    const extraBytes = zip.readUInt16LE(at + 30);
    const commentBytes = zip.readUInt16LE(at + 32);
    const header = zip.readUInt32LE(at + 42);
    const name = at + ENTRY_BYTES;
    const data =
      header + LOCAL_HEADER_BYTES + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const bytes = zip.subarray(data, data + size);
    const content = method === STORED ? bytes : inflateRawSync(bytes);
    files.set(zip.toString('utf8', name, name + nameBytes), content);
    at = name + nameBytes + extraBytes + commentBytes;
  }
  return files;
}
