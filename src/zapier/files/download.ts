import type { ZObject } from 'zapier-platform-core';
import type { Clock } from '../../omniscope/clock.ts';
import { OmniscopeError } from '../../omniscope/errors.ts';
import { parseContentEncoding } from '../../omniscope/http/content-coding.ts';
import { fileBytes, peek } from './file-bytes.ts';
import {
  type FileLabels,
  isPageType,
  isWebPage,
  labelsOfDecoded,
  UNKNOWN_TYPE,
} from './file-format.ts';
import { type LinkRules, parseFileLink, parseRedirect } from './file-link.ts';
import { fileNameOf } from './file-name.ts';
import { type FileResponse, requestFile } from './file-request.ts';

/** A file whose host has begun to send it. */
export interface Download extends FileLabels {
  /** Bytes, or null where it is not known before they have come. */
  size: number | null;
  /** Fails with OmniscopeError file-download-interrupted when fewer or more come than were announced. */
  bytes: AsyncIterable<Uint8Array>;
  /** Closes the connection, read or not. */
  cancel(): void;
}

/** Hosts redirect a signed link to their storage once or twice; a loop is cut here. */
const REDIRECT_LIMIT = 5;

/**
 * Begins to fetch a file for a FILE parameter, without any credential of the connection. The link and
 * each address that it redirects to obey the link rules.
 *
 * @param deadline epoch milliseconds by which the file has to be complete
 * @throws OmniscopeError invalid-file-url, invalid-file-redirect, file-not-fetched, file-encoding-unknown,
 *   file-is-web-page, file-download-interrupted
 */
export async function openDownload(
  z: ZObject,
  clock: Clock,
  rules: LinkRules,
  file: { name: string; url: string },
  deadline: number,
): Promise<Download> {
  const limit = new AbortController();
  const cancelTimer = clock.after(Math.max(0, deadline - clock.now()), () => limit.abort());
  let response: FileResponse | null = null;
  const release = () => {
    cancelTimer();
    response?.close();
  };
  try {
    let url = parseFileLink(file.url, rules);
    if (typeof url === 'string') {
      throw new OmniscopeError('invalid-file-url', { file: file.name, reason: url });
    }
    const urls = [url];
    for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects += 1) {
      response = await requestFile(z, url, file.name, limit.signal);
      const { status, location } = response;
      if (status < 300 || status >= 400 || location === null) {
        return { ...(await accept(response, urls, file.name, release)), cancel: release };
      }
      response.close();
      url = parseRedirect(location, url, rules);
      if (typeof url === 'string') {
        throw new OmniscopeError('invalid-file-redirect', { file: file.name, reason: url });
      }
      urls.push(url);
    }
    throw new OmniscopeError('file-not-fetched', {
      file: file.name,
      status: response?.status ?? null,
    });
  } catch (error) {
    release();
    throw error;
  }
}

async function accept(
  response: FileResponse,
  urls: readonly URL[],
  file: string,
  release: () => void,
): Promise<Omit<Download, 'cancel'>> {
  const { status, header } = response;
  if (status !== 200) throw new OmniscopeError('file-not-fetched', { file, status });
  const announced = header('content-length');
  const size = announced !== null && /^\d+$/.test(announced) ? Number(announced) : null;
  const codings = codingsOf(header('content-encoding'), file);
  const labels = {
    fileName: fileNameOf(header('content-disposition'), urls),
    contentType: contentTypeOf(header('content-type')),
  };
  const bytes = fileBytes(response.body, size, codings, file, release);
  // Its first bytes are waited for only where something depends on them.
  if (codings.length === 0 && !isPageType(labels.contentType)) return { ...labels, size, bytes };
  const peeked = await peek(bytes);
  const agreed = labelsOfDecoded(labels, codings, peeked.first);
  if (isWebPage(agreed, peeked.first)) throw new OmniscopeError('file-is-web-page', { file });
  return { ...agreed, size: codings.length === 0 ? size : null, bytes: peeked.bytes };
}

function codingsOf(header: string | null, file: string): string[] {
  try {
    return parseContentEncoding(header);
  } catch {
    throw new OmniscopeError('file-encoding-unknown', { file });
  }
}

/** Type and parameters as they come, unless they could break the header they are written into. */
function contentTypeOf(header: string | null): string {
  return header !== null && /^[\w.+-]+\/[\w.+-]+(\s*;[\x20-\x7e]*)?$/.test(header)
    ? header
    : UNKNOWN_TYPE;
}
