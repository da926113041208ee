import { env } from 'node:process';
import type { AuthorizationServer } from './authorization-server/authorization-server.ts';
import { loadCertificate } from './certificate.ts';
import { servingClock } from './clock.ts';
import { connectionGuide } from './connection-guide.ts';
import { type ConnectionValues, connectionValues } from './connection-values.ts';
import { DASHBOARD_PATH, serveDashboard } from './dashboard/dashboard.ts';
import { createFaultSwitches } from './dashboard/fault-switches.ts';
import { watchTraffic } from './dashboard/traffic.ts';
import { createFaultPlan, type FaultPlan } from './faults/plan.ts';
import { type TriggeredFault, withFaults } from './faults/with-faults.ts';
import { balanceNodes } from './gateway/balancer.ts';
import type { ConnectionFaults } from './http/connection-faults.ts';
import type { Handler } from './http/message.ts';
import { startHttpsServer } from './http/server.ts';
import type { IdentityProvider } from './identity-provider/identity-provider.ts';
import { type OAuthOptions, startOAuth } from './oauth.ts';
import { postJson } from './omniscope-server/callback.ts';
import {
  createOmniscopeServer,
  type OmniscopeServer,
  type OmniscopeServerOptions,
} from './omniscope-server/omniscope-server.ts';
import { SAMPLE_FIXTURE } from './omniscope-server/sample-fixture.ts';

type ServerOptions = Pick<
  OmniscopeServerOptions,
  'fixture' | 'assumptions' | 'parallelJobs' | 'uploadLimitBytes'
>;

export interface SandboxOptions extends OAuthOptions, Partial<ServerOptions> {
  /** The path of the External URL, as `/reports`; none by default. */
  readonly pathPrefix?: string;
  /** 0 or absent: the operating system chooses. */
  readonly port?: number;
  /** Nodes of the server behind a balancer with a sticky cookie; 1 unless given. */
  readonly nodes?: number;
}

export interface Sandbox {
  /** Scheme, host and port of the Omniscope server. */
  readonly origin: string;
  /** Where a person reads how to connect, watches the server and switches faults. */
  readonly dashboardUrl: string;
  /** The identity provider's. */
  readonly issuer: string;
  readonly omniscope: OmniscopeServer;
  readonly authorizationServer: AuthorizationServer;
  readonly identityProvider: IdentityProvider;
  /** Applied to every request of the server; empty at first. */
  readonly faults: FaultPlan;
  /** Failures of connections to come, before any request. */
  readonly connectionFaults: ConnectionFaults;
  /** Every fault that was triggered, in order. */
  readonly triggeredFaults: readonly TriggeredFault[];
  readonly connectionValues: ConnectionValues;
  /** Ends both servers and all their connections. */
  close(): Promise<void>;
}

/**
 * Starts an Omniscope server with its identity provider, on loopback over HTTPS. The process has to
 * trust the sandbox's certificate: see scripts/trusted.mjs.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const certificate = await loadCertificate(env);
  const { pathPrefix = '' } = options;

  // The External URL, with the port in it, has to be known to everything behind the server.
  let handler: Handler | undefined;
  const server = await startHttpsServer({
    ...certificate,
    port: options.port ?? 0,
    handler: async (request) => handler?.(request) ?? { kind: 'reset' },
  });
  const externalUrl = `${server.origin}${pathPrefix}`;
  const oauth = await startOAuth(externalUrl, certificate, options).catch(async (error) => {
    await server.close();
    throw error;
  });

  const { authorizationServer, identityProvider } = oauth;
  const omniscope = createOmniscopeServer({
    fixture: SAMPLE_FIXTURE,
    ...options,
    clock: servingClock,
    random: Math.random,
    verifyToken: authorizationServer.verifyToken,
    pathPrefix,
    post: postJson,
  });
  const api = balanceNodes(omniscope.nodeHandler, options.nodes ?? 1);
  const faults = createFaultPlan();
  const faulty = withFaults(
    (request) => authorizationServer.handle(request) ?? api(request),
    faults,
    { clock: servingClock, omniscope, tokens: authorizationServer.tokens },
  );
  const traffic = watchTraffic(faulty, servingClock.now);
  const values = connectionValues(externalUrl, oauth);
  const dashboard = serveDashboard({
    serverUrl: externalUrl,
    startedAt: servingClock.now(),
    guide: connectionGuide(values, server.origin, env.SANDBOX_CERTIFICATE ?? ''),
    omniscope,
    authorizationServer,
    identityProvider,
    traffic,
    switches: createFaultSwitches(faults, faulty.triggered),
    now: servingClock.now,
  });
  handler = (request) => dashboard(request) ?? traffic.handle(request);

  return {
    origin: server.origin,
    dashboardUrl: `${server.origin}${DASHBOARD_PATH}`,
    issuer: identityProvider.issuer,
    omniscope,
    authorizationServer,
    identityProvider,
    faults,
    connectionFaults: server.connectionFaults,
    triggeredFaults: faulty.triggered,
    connectionValues: values,
    async close() {
      await Promise.all([server.close(), identityProvider.close()]);
    },
  };
}
