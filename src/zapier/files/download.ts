import { Readable } from 'node:stream';
import type { RawHttpResponse, ZObject } from 'zapier-platform-core';
import type { Clock } from '../../omniscope/clock.ts';
import { OmniscopeError } from '../../omniscope/errors.ts';
import { parseUrl } from '../../omniscope/parse-url.ts';
import { rawRequest } from '../platform/core-compat.ts';
import { isRefreshAuthError } from '../platform/unauthorized.ts';
import { decoderFor } from './content-encoding.ts';
import { counted, decoded } from './file-bytes.ts';
import { fileNameOf } from './file-name.ts';

/** A file whose host has begun to send it. */
export interface Download {
  fileName: string;
  contentType: string;
  /** Bytes, or null where the host does not say. */
  size: number | null;
  /** Fails with Problem file-download-interrupted when fewer or more bytes come than were announced. */
  bytes: AsyncIterable<Uint8Array>;
  /** Lets go of the connection, read or not. */
  cancel(): void;
}

/** Hosts send a signed link on to their storage once or twice; a loop is cut here. */
const REDIRECT_LIMIT = 5;

/**
 * Begins to fetch a file for a FILE parameter: https only, without any credential of the connection,
 * redirects followed from https to https alone.
 *
 * @param deadline epoch milliseconds by which the file has to be through
 * @throws OmniscopeError invalid-file-url, invalid-file-redirect, file-not-fetched
 */
export async function openDownload(
  z: ZObject,
  clock: Clock,
  file: { name: string; url: string },
  deadline: number,
): Promise<Download> {
  const limit = new AbortController();
  const callOff = clock.after(Math.max(0, deadline - clock.now()), () => limit.abort());
  // Read to its end or not, nothing more is to come over this connection.
  const release = () => {
    callOff();
    limit.abort();
  };
  try {
    let url = httpsUrl(file.url) ?? refuse('invalid-file-url', file.name);
    const urls = [url];
    for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects += 1) {
      const response = await get(z, url, file.name, limit.signal);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) {
        return opened(response, urls, file.name, release);
      }
      discard(response);
      url = httpsUrl(location, url.href) ?? refuse('invalid-file-redirect', file.name);
      urls.push(url);
    }
    throw new OmniscopeError('file-not-fetched', { file: file.name, status: null });
  } catch (error) {
    release();
    throw error;
  }
}

async function get(
  z: ZObject,
  url: URL,
  file: string,
  signal: AbortSignal,
): Promise<RawHttpResponse> {
  try {
    return await rawRequest(z, {
      method: 'GET',
      url: url.href,
      // Compressed on the way, a file would come with a length that is not its own.
      headers: { accept: '*/*', 'accept-encoding': 'identity' },
      raw: true,
      redirect: 'manual',
      compress: false,
      skipThrowForStatus: true,
      throwForThrottlingEarly: false,
      signal,
    });
  } catch (error) {
    // A file host knows nothing of the connection: its 401 is no reason to refresh the token.
    throw new OmniscopeError('file-not-fetched', {
      file,
      status: isRefreshAuthError(error) ? 401 : null,
    });
  }
}

function opened(
  response: RawHttpResponse,
  urls: readonly URL[],
  file: string,
  release: () => void,
): Download {
  if (response.status !== 200) {
    discard(response);
    throw new OmniscopeError('file-not-fetched', { file, status: response.status });
  }
  const announced = response.headers.get('content-length');
  const size = announced !== null && /^\d+$/.test(announced) ? Number(announced) : null;
  const bytes = counted(response.body, size, file, release);
  const decoder = decoderFor(response.headers.get('content-encoding'));
  return {
    fileName: fileNameOf(response.headers.get('content-disposition'), urls),
    contentType: contentTypeOf(response.headers.get('content-type')),
    size: decoder === null ? size : null,
    bytes: decoder === null ? bytes : decoded(bytes, decoder, file),
    cancel: () => {
      release();
      discard(response);
    },
  };
}

function httpsUrl(text: string, base?: string): URL | null {
  const url = parseUrl(text.trim(), base);
  if (url === null) return null;
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : null;
}

function refuse(kind: 'invalid-file-url' | 'invalid-file-redirect', file: string): never {
  throw new OmniscopeError(kind, { file });
}

function discard(response: RawHttpResponse): void {
  if (response.body instanceof Readable) response.body.destroy();
}

/** Type and parameters as they come, unless they could break the header they are written into. */
function contentTypeOf(header: string | null): string {
  return header !== null && /^[\w.+-]+\/[\w.+-]+(\s*;[\x20-\x7e]*)?$/.test(header)
    ? header
    : 'application/octet-stream';
}
