/** The names of the files in a ZIP archive, from its central directory (APPNOTE.TXT §4.3.12). */
const ENTRY = 0x02014b50;
const END = 0x06054b50;
const ENTRY_BYTES = 46;
const END_BYTES = 22;

/** @throws for what is no archive of the simple kind: without ZIP64, encryption or a comment. */
export function zipNames(zip: Buffer): string[] {
  const end = zip.length - END_BYTES;
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error('This is no ZIP archive.');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const names: string[] = [];
  for (let entry = 0; entry < count; entry += 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error('The archive is damaged.');
    const nameBytes = zip.readUInt16LE(at + 28);
    const extraBytes = zip.readUInt16LE(at + 30);
    const commentBytes = zip.readUInt16LE(at + 32);
    const name = at + ENTRY_BYTES;
    names.push(zip.toString('utf8', name, name + nameBytes));
    at = name + nameBytes + extraBytes + commentBytes;
  }
  return names;
}
