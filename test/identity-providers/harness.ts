/** Zapier with the app, in front of a server whose administrator can make mistakes. */
import { createApp } from '../../index.ts';
import { authFields } from '../../sandbox/auth-fields.ts';
import { type Credentials, signIn } from '../../sandbox/headless-login/sign-in.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/start.ts';
import { createCache } from '../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../sandbox/zapier-emulator/core-engine.ts';
import type { ConnectOutcome } from '../../sandbox/zapier-emulator/oauth-connect.ts';
import type { StepEnd } from '../../sandbox/zapier-emulator/outcome.ts';
import { createPlatform, type Platform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import { systemClock } from '../../src/omniscope/clock.ts';
import { quickClock } from '../end-to-end/quick-clock.ts';

export interface Stage {
  readonly sandbox: Sandbox;
  readonly platform: Platform;
  connect(options?: ConnectOptions): Promise<ConnectOutcome>;
  /** A step that needs the Workflow API. */
  runStep(): Promise<StepEnd>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly username?: string;
  readonly deny?: Credentials['deny'];
  /** On top of what the administrator gave. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Done after the person has come back, and before Zapier asks for tokens. */
  readonly meanwhile?: () => void;
}

export async function openStage(options: SandboxOptions = {}): Promise<Stage> {
  const sandbox = await startSandbox(options);
  const environment = () => ({ OMNISCOPE_SANDBOX_ORIGIN: sandbox.origin });
  // A token that is refused is asked with again for two seconds: the app's clock makes less of them.
  const app = createApp({ environment, clock: quickClock(5) });
  const engine = await startCoreEngine({ app, cache: createCache(systemClock) });
  const platform = createPlatform({ engine, clock: systemClock });
  const { redirectUri, users } = sandbox.connectionValues;

  return {
    sandbox,
    platform,
    connect({ username = 'alice', deny, fields = {}, meanwhile = () => {} } = {}) {
      const password = users.find((user) => user.username === username)?.password ?? '';
      return platform.connect({
        fields: {
          ...authFields(sandbox.connectionValues),
          ...fields,
        },
        redirectUri,
        async openBrowser(url) {
          const back = await signIn(url, { username, password, ...(deny && { deny }) });
          meanwhile();
          return back;
        },
      });
    },
    runStep: () =>
      platform.runStep({
        key: 'creates.update_parameters',
        inputData: { project: 'Welcome', parameters: { Name: 'Ada' } },
      }),
    async close() {
      await Promise.all([sandbox.close(), engine.close()]);
    },
  };
}

/** What the person reads at the end of connecting, or of a step. */
export function messageOf(outcome: ConnectOutcome | StepEnd): string {
  const end = outcome.status === 'failed' ? outcome.end : outcome;
  return 'message' in end ? end.message : `(no message: ${end.status})`;
}
