import type { ZObject } from 'zapier-platform-core';
import type { Api } from '../../omniscope/api.ts';
import { multipartBody } from '../../omniscope/jobs/multipart.ts';
import type { Upload } from '../../omniscope/jobs/start-job.ts';
import type { Runtime } from '../platform/runtime.ts';
import { type Download, openDownload } from './download.ts';

/**
 * A file is given up on this much before the request that it is part of: that request then breaks off
 * for the file's sake, unfinished, and nobody has to wonder whether it started a job.
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
  const downloads: Download[] = [];
  try {
    for (const file of files) {
      downloads.push(await openDownload(z, api.clock, file, api.deadline - FILE_LEAD_MS));
    }
    const sources = downloads.map((download, index) => ({
      ...download,
      formDataKey: `file${index + 1}`,
    }));
    const boundary = `omniscope-${runtime.randomHex(16)}`;
    return await send({
      parameters: files.map(({ name }, index) => ({ name, formDataKey: `file${index + 1}` })),
      body: (json) => multipartBody(json, sources, boundary),
    });
  } finally {
    for (const download of downloads) download.cancel();
  }
}
