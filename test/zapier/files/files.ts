/** Downloads through Zapier's core, from a host on loopback. */
import { buffer } from 'node:stream/consumers';
import { realClock } from '../../../sandbox/clock.ts';
import { openDownload } from '../../../src/zapier/files/download.ts';
import { type Core, startCore } from '../core.ts';
import { type Loopback, startLoopback } from '../platform/loopback.ts';

export interface FetchedFile {
  fileName: string;
  contentType: string;
  size: number | null;
  text: string;
}

export interface Files {
  readonly core: Core;
  readonly host: Loopback;
  /** Opens a download and reads it to its end, within so many milliseconds. */
  fetchFile(url: string, timeMs?: number): Promise<FetchedFile>;
  close(): Promise<void>;
}

export async function startFiles(): Promise<Files> {
  const [core, host] = await Promise.all([startCore(), startLoopback()]);
  return {
    core,
    host,
    fetchFile: (url, timeMs = 4_000) =>
      core.run(async (z) => {
        const deadline = realClock.now() + timeMs;
        const download = await openDownload(z, realClock, { name: 'Input', url }, deadline);
        try {
          const { fileName, contentType, size } = download;
          return { fileName, contentType, size, text: String(await buffer(download.bytes)) };
        } finally {
          download.cancel();
        }
      }),
    async close() {
      await host.close();
      await core.close();
    },
  };
}
