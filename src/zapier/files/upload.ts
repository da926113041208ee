import type { ZObject } from 'zapier-platform-core';
import type { Api } from '../../omniscope/api.ts';
import { multipartBody } from '../../omniscope/jobs/multipart.ts';
import type { Upload } from '../../omniscope/jobs/start-job.ts';
import { parseUrl } from '../../omniscope/parse-url.ts';
import type { Runtime } from '../platform/runtime.ts';
import { type Download, openDownload } from './download.ts';

/**
 * A file is given up on this much before the request that it is part of: that request then breaks off
 * because of the file, incomplete, so that it is certain that it started no job.
 */
const FILE_LEAD_MS = 500;

/**
 * Passes files from their hosts on to the server while `send` runs. All of them are opened first, so
 * that a bad link is told before anything is sent; none is ever held in memory whole.
 *
 * @throws OmniscopeError of a file that cannot be fetched; then nothing was started
 */
export async function withUpload<T>(
  z: ZObject,
  api: Api,
  runtime: Runtime,
  files: readonly { name: string; url: string }[],
  send: (upload: Upload | null) => Promise<T>,
): Promise<T> {
  if (files.length === 0) return send(null);
  const { OMNISCOPE_SANDBOX_ORIGIN = '' } = runtime.environment();
  const rules = { sandboxHost: parseUrl(OMNISCOPE_SANDBOX_ORIGIN)?.hostname ?? null };
  const deadline = api.deadline - FILE_LEAD_MS;
  const downloads: Download[] = [];
  try {
    for (const file of files) {
      downloads.push(await openDownload(z, api.clock, rules, file, deadline));
    }
    const sizes = downloads.map(({ size }) => size);
    const sources = downloads.map((download, index) => ({
      ...download,
      formDataKey: `file${index + 1}`,
      bytes: counted(download.bytes, (size) => {
        sizes[index] = size;
      }),
    }));
    const boundary = `omniscope-${runtime.randomHex(16)}`;
    return await send({
      parameters: files.map(({ name }, index) => ({ name, formDataKey: `file${index + 1}` })),
      size: () => sum(sizes),
      body: (json) => multipartBody(json, sources, boundary),
    });
  } finally {
    for (const download of downloads) download.cancel();
  }
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  onEnd: (size: number) => void,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    yield chunk;
  }
  onEnd(size);
}

function sum(sizes: readonly (number | null)[]): number | null {
  return sizes.reduce((total, size) => (total === null || size === null ? null : total + size), 0);
}
