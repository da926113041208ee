import { NAMELESS } from './file-name.ts';

/** A format that is both a content coding and a kind of file. */
interface Format {
  codings: readonly string[];
  /** How a file of this format begins; none where the format has no mark. */
  mark: readonly number[];
  /** Endings of file names, and those of what is in the file. */
  endings: Readonly<Record<string, string>>;
  /** Media types of files of this format. */
  type: RegExp;
}

const FORMATS: readonly Format[] = [
  {
    codings: ['gzip', 'x-gzip'],
    mark: [0x1f, 0x8b],
    endings: { '.gz': '', '.gzip': '', '.tgz': '.tar', '.svgz': '.svg' },
    type: /gzip|tgz|gtar-compressed/i,
  },
  {
    codings: ['zstd'],
    mark: [0x28, 0xb5, 0x2f, 0xfd],
    endings: { '.zst': '', '.zstd': '', '.tzst': '.tar' },
    type: /zst/i,
  },
  { codings: ['br'], mark: [], endings: { '.br': '' }, type: /br(otli)?$/i },
];

/** What a file is called, and its media type. */
export interface FileLabels {
  fileName: string;
  contentType: string;
}

export const UNKNOWN_TYPE = 'application/octet-stream';

/**
 * Labels that agree with a file's bytes. Hosts that keep `export.csv.gz` send it as a CSV file in a gzip
 * coding, which has been undone: so it is called `export.csv`. One rule for all: codings are undone
 * always, and a name or type that speaks of one is taken at its word only where the bytes begin so.
 *
 * @param codings those that were undone
 * @param first the first bytes that came out
 */
export function labelsOfDecoded(
  labels: FileLabels,
  codings: readonly string[],
  first: Uint8Array,
): FileLabels {
  let { fileName, contentType } = labels;
  for (const format of FORMATS) {
    if (!format.codings.some((coding) => codings.includes(coding))) continue;
    if (hasMark(first, format)) continue;
    const ending = /\.[^.]+$/.exec(fileName)?.[0] ?? '';
    const content = format.endings[ending.toLowerCase()];
    if (content !== undefined) fileName = fileName.slice(0, -ending.length) + content;
    const [type = ''] = contentType.split(';');
    if (format.type.test(type.trim())) contentType = UNKNOWN_TYPE;
  }
  return { fileName: fileName || NAMELESS, contentType };
}

function hasMark(first: Uint8Array, { mark }: Format): boolean {
  return mark.length > 0 && mark.every((byte, index) => first[index] === byte);
}

/**
 * Whether a page has come in place of a file: a login, or the page around a shared file. A name that ends
 * as those of pages do asks for one, and what scripts send as `text/html` for want of a type is no page.
 */
export function isWebPage({ fileName, contentType }: FileLabels, first: Uint8Array): boolean {
  if (!isPageType(contentType) || /\.(x?html?|xht)$/i.test(fileName)) return false;
  const beginning = Buffer.from(first.subarray(0, 500)).toString('utf8');
  return /^[\s\uFEFF]*</.test(beginning);
}

export function isPageType(contentType: string): boolean {
  return /^(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(contentType);
}
