/** Downloads through Zapier's core, from a host on loopback. */
import { buffer } from 'node:stream/consumers';
import { realClock } from '../../../sandbox/clock.ts';
import type { Clock } from '../../../src/omniscope/clock.ts';
import { openDownload } from '../../../src/zapier/files/download.ts';
import { type Core, startCore } from '../core.ts';
import { type Loopback, startLoopback } from '../platform/loopback.ts';

/** As beside a sandbox on this machine. */
export const RULES = { sandboxHost: 'localhost' };

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
  fetchFile(url: string, timeMs?: number, clock?: Clock): Promise<FetchedFile>;
  close(): Promise<void>;
}

export async function startFiles(): Promise<Files> {
  const [core, host] = await Promise.all([startCore(), startLoopback()]);
  return {
    core,
    host,
    fetchFile: (url, timeMs = 4_000, clock = realClock) =>
      core.run(async (z) => {
        const deadline = clock.now() + timeMs;
        const file = { name: 'Input', url };
        const download = await openDownload(z, clock, RULES, file, deadline);
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
