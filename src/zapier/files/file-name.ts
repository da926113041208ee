import { trimInvisible } from '../../omniscope/trim.ts';
import { fileNameFromDisposition } from './content-disposition.ts';
import { decodeUnknown, percentDecode } from './decode-text.ts';

/** For a file whose host does not name it at all. */
export const NAMELESS = 'file';
/** What most file systems hold. */
const LIMIT_BYTES = 255;
const EXTENSION = /(\.[a-z0-9]{1,5})?\.[^.\s]{1,20}$/i;

/**
 * A file's name: from Content-Disposition, else the last part of its link. Only the name, never a path,
 * and nothing invisible: it is written into a header and onto the server's disk. At most 255 bytes.
 *
 * @param urls the link first, then where it redirected to: the last one that ends in an extension counts
 */
export function fileNameOf(contentDisposition: string | null, urls: readonly URL[]): string {
  const given = nameIn(fileNameFromDisposition(contentDisposition ?? ''));
  if (given !== '') return given;
  const names = urls.map(lastPart).filter((name) => name !== '');
  return names.findLast((name) => EXTENSION.test(name)) ?? names.at(-1) ?? NAMELESS;
}

/** The last part of a link's path, as far as it can be decoded. */
function lastPart({ pathname }: URL): string {
  const parts = pathname.split('/').filter((part) => part !== '');
  return nameIn(decodeUnknown(percentDecode(parts.at(-1) ?? '')));
}

/**
 * Control and format characters, of which direction marks can make an ending look like another. Joiners
 * stay: Persian and Hindi names and many emojis are written with them.
 */
const INVISIBLE = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The name at the end of a path, or empty where there is none. */
function nameIn(path: string): string {
  const last = path.split(/[/\\]/).at(-1) ?? '';
  const name = trimInvisible(last.replace(INVISIBLE, ''));
  return /^\.*$/.test(name) ? '' : shortened(name);
}

/** The extension tells what a file is, so the rest is shortened, by whole characters. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LIMIT_BYTES) return name;
  const extension = EXTENSION.exec(name)?.[0] ?? '';
  let room = LIMIT_BYTES - Buffer.byteLength(extension);
  let start = '';
  const beginning = name.slice(0, name.length - extension.length).slice(0, LIMIT_BYTES);
  for (const { segment } of new Intl.Segmenter().segment(beginning)) {
    room -= Buffer.byteLength(segment);
    if (room < 0) break;
    start += segment;
  }
  return (start.trimEnd() || NAMELESS) + extension;
}
