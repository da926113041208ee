import { randomBytes } from 'node:crypto';
import type { AuthorizationServerAssumptions } from './authorization-server/assumptions.ts';
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from './authorization-server/authorization-server.ts';
import type { Integration } from './authorization-server/integrations.ts';
import {
  connectToProvider,
  type ProviderConnection,
} from './authorization-server/relying-party.ts';
import type { Certificate } from './certificate.ts';
import { servingClock } from './clock.ts';
import {
  type IdentityProvider,
  startIdentityProvider,
} from './identity-provider/identity-provider.ts';
import type { ProfileName } from './identity-provider/profiles.ts';
import { SAMPLE_USERS } from './identity-provider/users.ts';

export interface OAuthOptions {
  /** The identity provider of the server; Keycloak unless given. */
  readonly profile?: ProfileName;
  readonly authorizationServerAssumptions?: Partial<AuthorizationServerAssumptions>;
  /** What the integration says about the application; a new secret at every start unless given. */
  readonly integration?: Partial<Omit<Integration, 'enabled'>>;
  /** 0 or absent: the operating system chooses. */
  readonly identityProviderPort?: number;
}

export interface OAuth {
  readonly identityProvider: IdentityProvider;
  readonly authorizationServer: AuthorizationServer;
  readonly integration: Integration;
}

/** Zapier's form of an app's redirect URI; one for each app. */
export const ZAPIER_REDIRECT_URI =
  'https://zapier.com/dashboard/auth/oauth/return/App123456CLIAPI/';

const newSecret = () => randomBytes(32).toString('base64url');

/** Starts the identity provider and connects Omniscope's authorization server to it, as an administrator would. */
export async function startOAuth(
  externalUrl: string,
  certificate: Certificate,
  options: OAuthOptions,
): Promise<OAuth> {
  const callbackUrl = `${externalUrl}/oidc-icb`;
  const identityProvider = await startIdentityProvider({
    ...certificate,
    profile: options.profile ?? 'keycloak',
    users: SAMPLE_USERS,
    audience: `${externalUrl}/api`,
    callbackUrl,
    port: options.identityProviderPort ?? 0,
  });
  const { issuer, audience, resourceServerClient, profile } = identityProvider;
  const connection: ProviderConnection = {
    issuer,
    clientId: resourceServerClient.clientId,
    clientSecret: resourceServerClient.clientSecret,
    audience,
    audienceParameter: profile.audienceParameter,
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
  const authorizationServer = createAuthorizationServer({
    externalUrl,
    integrations: [integration],
    provider: connection,
    relyingParty: await connectToProvider(connection),
    stateIssuer: `${externalUrl}/integrations`,
    stateSecret: newSecret(),
    clock: servingClock,
    randomText: newSecret,
    ...(options.authorizationServerAssumptions === undefined
      ? {}
      : { assumptions: options.authorizationServerAssumptions }),
  });
  return { identityProvider, authorizationServer, integration };
}
