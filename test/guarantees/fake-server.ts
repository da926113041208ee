/**
 * A server that poses as Omniscope on real sockets, answers the least that the app needs, or sends
 * every request on elsewhere; with the app on Zapier's own core, connected to it.
 */
import { createApp } from '../../index.ts';
import { loadCertificate } from '../../sandbox/certificate.ts';
import { type EndpointKind, endpointKind } from '../../sandbox/faults/endpoint.ts';
import { readBody } from '../../sandbox/http/body.ts';
import { type Handler, type Reply, replied } from '../../sandbox/http/message.ts';
import { json, text } from '../../sandbox/http/replies.ts';
import { startHttpsServer } from '../../sandbox/http/server.ts';
import { createCache } from '../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../sandbox/zapier-emulator/core-engine.ts';
import type { LogEntry } from '../../sandbox/zapier-emulator/engine.ts';
import type { ConnectOutcome } from '../../sandbox/zapier-emulator/oauth-connect.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { createPlatform, type Platform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import { systemClock } from '../../src/omniscope/clock.ts';

export const SECRETS = {
  accessToken: 'access-token-that-nobody-else-may-see',
  refreshToken: 'refresh-token-that-nobody-else-may-see',
  clientSecret: 'client-secret-that-nobody-else-may-see',
};

interface Redirect {
  readonly status: number;
  readonly to: string;
  /** What is answered all the same. */
  readonly except?: EndpointKind;
}

export interface FakeServer {
  readonly origin: string;
  readonly platform: Platform;
  readonly logs: readonly LogEntry[];
  redirect: Redirect | null;
  /** Where `/files/moved` leads. */
  fileTarget: string;
  readonly seen: { path: string; authorization: string | undefined; body: string }[];
  run(key: string, input: Readonly<Record<string, unknown>>): Promise<StepOutcome>;
  /** A step whose token has to be renewed first. */
  refresh(): Promise<StepOutcome>;
  connect(): Promise<ConnectOutcome>;
  close(): Promise<void>;
}

const ANSWERS: Partial<Record<EndpointKind, Reply>> = {
  start: json(200, { jobId: 'EA238_3', lambdaProjectPath: 'Sales/.run/Report x=.iox' }),
  state: json(200, { jobState: 'RUNNING', executionTime: 1 }),
  param: json(200, { paramValues: [{ name: 'Region', type: 'TEXT', value: 'North' }] }),
  update: json(200, { status: 'SUCCESS' }),
  create: json(200, { name: 'New', path: '/New.iox/' }),
  token: json(200, { access_token: 'a-new-one', token_type: 'Bearer', expires_in: 3600 }),
};

export async function startFakeServer(): Promise<FakeServer> {
  const seen: FakeServer['seen'] = [];
  const server = await startHttpsServer({
    ...(await loadCertificate(process.env)),
    handler: (request) => handle(request),
  });
  const { origin } = server;
  const app = createApp({ environment: () => ({ OMNISCOPE_SANDBOX_ORIGIN: origin }) });
  const engine = await startCoreEngine({ app, cache: createCache(systemClock) });
  const fields = {
    server_url: origin,
    integration_id: 'zapier',
    oauth_client_id: 'the-client',
    oauth_client_secret: SECRETS.clientSecret,
  };
  const connected = (expiresInMs: number) =>
    createPlatform({
      engine,
      clock: systemClock,
      // One step at a time: none waits for a server that sends everybody elsewhere.
      limits: { throttles: 0, refreshes: 1 },
      authData: {
        ...fields,
        access_token: SECRETS.accessToken,
        refresh_token: SECRETS.refreshToken,
        issued_at: '2026-01-01T00:00:00.000Z',
        expires_at: new Date(systemClock.now() + expiresInMs).toISOString(),
      },
    });

  const fake: FakeServer = {
    origin,
    platform: connected(3_600_000),
    logs: engine.logs,
    redirect: null,
    fileTarget: '',
    seen,
    run: (key, input) =>
      fake.platform.runStep({ key, inputData: { project: 'Sales/Report.iox', ...input } }),
    refresh: () =>
      connected(1_000).runStep({
        key: 'creates.execute_workflow',
        inputData: { project: 'Sales/Report.iox', wait: false },
      }),
    connect: () =>
      connected(0).connect({
        fields,
        redirectUri: 'https://zapier.com/dashboard/auth/oauth/return/App1CLIAPI/',
        openBrowser: async (url) => {
          const { searchParams } = new URL(url);
          return `${searchParams.get('redirect_uri')}?code=c&state=${searchParams.get('state')}`;
        },
      }),
    async close() {
      await server.close();
      await engine.close();
    },
  };

  const handle: Handler = async (request) => {
    const body = (await readBody(request.body, 1_000_000)).toString('utf8');
    const kind = endpointKind(request);
    const { authorization } = request.headers;
    seen.push({ path: request.url, authorization, body });
    if (request.url === '/files/moved') {
      return replied(text(302, '', { location: fake.fileTarget }));
    }
    if (request.url.startsWith('/files/')) return replied(text(200, 'a,b'));
    const { redirect } = fake;
    if (redirect !== null && redirect.except !== kind) {
      return replied(text(redirect.status, '', { location: `${redirect.to}${request.url}` }));
    }
    return replied(ANSWERS[kind] ?? text(404, 'Not found'));
  };
  return fake;
}
