import { randomBytes } from 'node:crypto';
import { env } from 'node:process';
import type { BrokerAssumptions } from './broker/assumptions.ts';
import { type Broker, createBroker } from './broker/broker.ts';
import type { Integration } from './broker/integrations.ts';
import { connectToProvider, type ProviderConnection } from './broker/relying-party.ts';
import { type Certificate, loadCertificate } from './certificate.ts';
import type { Handler } from './http/message.ts';
import { type HttpsServer, startHttpsServer } from './http/server.ts';
import {
  type IdentityProvider,
  startIdentityProvider,
} from './identity-provider/identity-provider.ts';
import type { ProfileName } from './identity-provider/profiles.ts';
import { SAMPLE_USERS, type User } from './identity-provider/users.ts';
import { postJson } from './omniscope/callback.ts';
import { systemClock } from './omniscope/clock.ts';
import { createOmniscope, type Omniscope, type OmniscopeOptions } from './omniscope/omniscope.ts';
import { SAMPLE_WORLD } from './omniscope/sample-world.ts';

export interface SandboxOptions
  extends Partial<
    Pick<OmniscopeOptions, 'world' | 'assumptions' | 'parallelJobs' | 'uploadLimitBytes'>
  > {
  /** Which identity provider stands behind the server. */
  readonly profile?: ProfileName;
  readonly users?: readonly User[];
  readonly brokerAssumptions?: Partial<BrokerAssumptions>;
  /** The path of the External URL, as `/reports`; none by default. */
  readonly pathPrefix?: string;
  /** What the integration says about the application; a new secret at every start unless given. */
  readonly integration?: Partial<Omit<Integration, 'enabled'>>;
  /** 0 or absent: the operating system chooses. */
  readonly ports?: { readonly omniscope?: number; readonly identityProvider?: number };
  /** Stands before everything that Omniscope serves, broker and APIs: for faults. */
  readonly wrap?: (handler: Handler, sandbox: Pick<Sandbox, 'omniscope' | 'broker'>) => Handler;
}

/** What an administrator gives to whoever connects an application. */
export interface ConnectionValues {
  /** The External URL. */
  readonly serverUrl: string;
  readonly integrationId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As registered. Empty when each user sets one. */
  readonly redirectUri: string;
  readonly users: readonly Pick<User, 'username' | 'password'>[];
}

export interface Sandbox {
  /** Scheme, host and port of the Omniscope server. */
  readonly origin: string;
  /** The identity provider's. */
  readonly issuer: string;
  readonly omniscope: Omniscope;
  readonly broker: Broker;
  readonly identityProvider: IdentityProvider;
  readonly connectionValues: ConnectionValues;
  /** Ends both servers and all their connections. */
  close(): Promise<void>;
}

/** Zapier's form of an app's redirect URI; one for each app. */
export const ZAPIER_REDIRECT_URI =
  'https://zapier.com/dashboard/auth/oauth/return/App123456CLIAPI/';

const newSecret = () => randomBytes(32).toString('base64url');

/**
 * Starts an Omniscope server with its identity provider, on loopback over HTTPS. The process has to
 * trust the sandbox's certificate: see scripts/trusted.mjs.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const certificate = await loadCertificate(env);
  // The External URL, with the port in it, has to be known to everything behind the server.
  let handler: Handler | undefined;
  const server = await startHttpsServer({
    ...certificate,
    port: options.ports?.omniscope ?? 0,
    handler: async (request) => handler?.(request) ?? { kind: 'reset' },
  });
  try {
    const sandbox = await build(options, certificate, server);
    handler = sandbox.handler;
    return sandbox;
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function build(
  options: SandboxOptions,
  certificate: Certificate,
  server: HttpsServer,
): Promise<Sandbox & { readonly handler: Handler }> {
  const { pathPrefix = '', users = SAMPLE_USERS } = options;
  const externalUrl = `${server.origin}${pathPrefix}`;
  const callbackUrl = `${externalUrl}/oidc-icb`;
  const identityProvider = await startIdentityProvider({
    ...certificate,
    profile: options.profile ?? 'keycloak',
    users,
    audience: `${externalUrl}/api`,
    callbackUrl,
    port: options.ports?.identityProvider ?? 0,
  });
  const connection: ProviderConnection = {
    issuer: identityProvider.issuer,
    clientId: identityProvider.resourceServerClient.clientId,
    clientSecret: identityProvider.resourceServerClient.clientSecret,
    audience: identityProvider.audience,
    audienceParameter: identityProvider.profile.audienceParameter,
    callbackUrl,
  };
  const integration: Integration = {
    id: 'zapier',
    displayName: 'Zapier',
    enabled: true,
    redirect: { kind: 'global', url: ZAPIER_REDIRECT_URI },
    clientId: 'zapier-client',
    clientSecret: newSecret(),
    ...options.integration,
  };
  const broker = createBroker({
    externalUrl,
    integrations: [integration],
    provider: connection,
    relyingParty: await connectToProvider(connection),
    stateIssuer: `${externalUrl}/integrations`,
    stateSecret: newSecret(),
    clock: systemClock,
    randomText: newSecret,
    ...(options.brokerAssumptions === undefined ? {} : { assumptions: options.brokerAssumptions }),
  });
  const omniscope = createOmniscope({
    world: SAMPLE_WORLD,
    ...options,
    clock: systemClock,
    random: Math.random,
    verifyToken: broker.verifyToken,
    pathPrefix,
    post: postJson,
  });
  const serve: Handler = (request) => broker.handle(request) ?? omniscope.handle(request);

  return {
    handler: options.wrap?.(serve, { omniscope, broker }) ?? serve,
    origin: server.origin,
    issuer: identityProvider.issuer,
    omniscope,
    broker,
    identityProvider,
    connectionValues: {
      serverUrl: externalUrl,
      integrationId: integration.id,
      clientId: integration.clientId,
      clientSecret: integration.clientSecret,
      redirectUri: integration.redirect.kind === 'global' ? integration.redirect.url : '',
      users: users.map(({ username, password }) => ({ username, password })),
    },
    async close() {
      await Promise.all([server.close(), identityProvider.close()]);
    },
  };
}
