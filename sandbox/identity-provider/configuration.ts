import type { AdapterFactory, Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider';
import { type ChangedClaims, claimsAboutUser, mapProtocolClaims } from './access-token-claims.ts';
import { errorPage } from './pages.ts';
import type { MisconfigurationSwitches, Profile } from './profiles.ts';
import { SIGNING_ALGORITHM } from './signing-key.ts';
import type { User } from './users.ts';

/** The scopes of Omniscope's APIs. They belong to the API, the provider's own are added to them. */
export const API_SCOPES = 'workflowapi:execute projectapi:execute';

/** Seconds; read at every token, so that they can be changed while the provider runs. */
export interface TokenLifetimes {
  accessToken: number;
  refreshToken: number;
}

export interface ProviderClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
}

export interface ConfigurationInput {
  readonly profile: Profile;
  readonly misconfigurations: MisconfigurationSwitches;
  readonly changedClaims: ChangedClaims;
  readonly users: readonly User[];
  readonly audience: string;
  readonly clients: readonly ProviderClient[];
  readonly lifetimes: TokenLifetimes;
  readonly signingKey: JWK;
  readonly cookieKey: string;
  readonly adapter: AdapterFactory;
  /** Throws the provider's own error when this user may have no refresh token at all. */
  readonly refuseOffline: (user: User) => void;
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Everything that makes an ordinary OpenID provider into this profile. */
export function providerConfiguration(input: ConfigurationInput): Configuration {
  const { profile, misconfigurations, users, audience, lifetimes } = input;
  const userOf = (accountId: string | undefined): User | undefined =>
    users.find((user) => user.accountId === accountId);

  /** The API that a token is for, as far as the client said so in the profile's way. */
  function requestedAudience(ctx: KoaContextWithOIDC): string | undefined {
    if (profile.audienceParameter === 'none') return audience;
    if (profile.audienceParameter === 'resource') return undefined;
    const asked = ctx.oidc.params?.audience;
    return typeof asked === 'string' ? asked : undefined;
  }

  return {
    adapter: input.adapter,
    jwks: { keys: [input.signingKey] },
    cookies: { keys: [input.cookieKey] },
    clients: input.clients.map((client) => ({
      client_id: client.clientId,
      client_secret: client.clientSecret,
      client_name: 'Omniscope',
      redirect_uris: [...client.redirectUris],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
    })),
    clientDefaults: { id_token_signed_response_alg: SIGNING_ALGORITHM },
    enabledJWA: { idTokenSigningAlgValues: [SIGNING_ALGORITHM] },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: { profile: ['name', 'preferred_username'], email: ['email'] },
    extraParams: ['audience'],
    // A refresh token is good once. Using it again ends the grant.
    rotateRefreshToken: true,
    ttl: {
      AccessToken: () => lifetimes.accessToken,
      RefreshToken: () => lifetimes.refreshToken,
      AuthorizationCode: 2 * MINUTE,
      IdToken: 60 * MINUTE,
      Interaction: 10 * MINUTE,
      Session: DAY,
      Grant: 365 * DAY,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: (ctx) => requestedAudience(ctx),
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: misconfigurations.on.has('application-not-authorised') ? '' : API_SCOPES,
          audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: SIGNING_ALGORITHM } },
        }),
      },
    },
    async findAccount(_ctx, accountId) {
      const user = userOf(accountId);
      return (
        user && {
          accountId,
          claims: async () => ({
            sub: accountId,
            name: user.name,
            preferred_username: user.username,
            email: user.email,
          }),
        }
      );
    },
    issueRefreshToken(_ctx, client, source) {
      if (!source.scopes.has('offline_access')) return false;
      const user = userOf(source.accountId);
      if (user && !user.offlineAccess) input.refuseOffline(user);
      if (!user?.offlineAccess || misconfigurations.on.has('no-offline-access')) return false;
      return client.grantTypeAllowed('refresh_token');
    },
    extraTokenClaims(_ctx, token) {
      const user = 'accountId' in token ? userOf(token.accountId) : undefined;
      return user && claimsAboutUser(user, misconfigurations, input.changedClaims);
    },
    formats: {
      customizers: {
        jwt(_ctx, token, { payload }) {
          const user = 'accountId' in token ? userOf(token.accountId) : undefined;
          if (user) mapProtocolClaims(payload, user, profile, misconfigurations);
        },
      },
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    clientBasedCORS: () => false,
    renderError(ctx, out) {
      ctx.type = 'html';
      ctx.body = errorPage(profile.title, out.error, out.error_description ?? '');
    },
  };
}
