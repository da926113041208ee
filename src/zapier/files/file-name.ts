/** For a file whose host does not name it at all. */
const NAMELESS = 'file';
const NAME_LIMIT = 200;

/**
 * A file's name: from Content-Disposition (RFC 6266, its encoded form first), else the last part of
 * the address. Only the name, never a path: it is written into a header and into the server's disk.
 */
export function fileNameOf(contentDisposition: string | null, url: URL): string {
  const lastSegment = decoded(url.pathname.split('/').at(-1) ?? '') ?? '';
  const name = fromDisposition(contentDisposition ?? '') ?? lastSegment;
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const safe = last.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim();
  if (safe === '' || /^\.+$/.test(safe)) return NAMELESS;
  return safe.length <= NAME_LIMIT ? safe : shortened(safe);
}

function fromDisposition(header: string): string | null {
  const encoded = /;\s*filename\*\s*=\s*(?:utf-8|iso-8859-1)'[^']*'([^;\s]+)/i.exec(header)?.[1];
  if (encoded !== undefined) {
    const name = decoded(encoded);
    if (name !== null) return name;
  }
  const quoted = /;\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header)?.[1];
  if (quoted !== undefined) return asUtf8(quoted.replace(/\\(.)/g, '$1'));
  const token = /;\s*filename\s*=\s*([^;"\s]+)/i.exec(header)?.[1];
  return token === undefined ? null : asUtf8(token);
}

/** Node reads headers as Latin-1; hosts that put a name in plainly mean UTF-8. */
function asUtf8(text: string): string {
  const utf8 = Buffer.from(text, 'latin1').toString('utf8');
  return utf8.includes('\uFFFD') ? text : utf8;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The extension tells what a file is, so it is the beginning that gives way. */
function shortened(name: string): string {
  const extension = /\.[^.]{1,20}$/.exec(name)?.[0] ?? '';
  return name.slice(0, NAME_LIMIT - extension.length) + extension;
}
