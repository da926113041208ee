/** Everything that the scenario needs: a server, Zapier, and a host of files. */
import { env } from 'node:process';
import { loadCertificate } from '../sandbox/certificate.ts';
import { type FileHost, startFileHost } from '../sandbox/file-host.ts';
import type { Handler } from '../sandbox/http/message.ts';
import { startHttpsServer } from '../sandbox/http/server.ts';
import { type Sandbox, startSandbox } from '../sandbox/start.ts';
import type { Platform } from '../sandbox/zapier-emulator/zapier-emulator.ts';
import type { Reporter } from './reporter.ts';
import { startZapier } from './zapier.ts';

export interface Setup {
  readonly reporter: Reporter;
  readonly sandbox: Sandbox;
  readonly platform: Platform;
  readonly files: FileHost;
  /** The keys of the operations that have run. */
  readonly shown: ReadonlySet<string>;
  close(): Promise<void>;
}

export async function openSetup(reporter: Reporter): Promise<Setup> {
  const certificate = await loadCertificate(env);
  const sandbox = await startSandbox();
  const files = await startFileHost(certificate);

  // Where Zapier's callback addresses lead; the address has to be known to the platform behind it.
  let handler: Handler | undefined;
  const hooks = await startHttpsServer({
    ...certificate,
    handler: async (request) => handler?.(request) ?? { kind: 'reset' },
  });
  const { origin } = sandbox;
  const environment = () => ({ OMNISCOPE_SANDBOX_ORIGIN: origin });
  const publicUrl = hooks.origin;
  const zapier = await startZapier(reporter, origin, environment, { publicUrl });
  handler = zapier.platform.handle;

  return {
    reporter,
    sandbox,
    platform: zapier.platform,
    shown: zapier.shown,
    files,
    async close() {
      await Promise.all([zapier.close(), sandbox.close(), files.close(), hooks.close()]);
    },
  };
}
