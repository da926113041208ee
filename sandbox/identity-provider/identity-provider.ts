import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { ChangedClaims, Claims } from './access-token-claims.ts';
import {
  type ProviderClient,
  providerConfiguration,
  type TokenLifetimes,
} from './configuration.ts';
import { createInteractionHandler, isInteraction } from './interaction.ts';
import { listen } from './listen.ts';
import { loadProvider } from './load-provider.ts';
import { createMemoryAdapter } from './memory-adapter.ts';
import { errorPage } from './pages.ts';
import {
  createMisconfigurationSwitches,
  type MisconfigurationSwitches,
  PROFILES,
  type Profile,
  type ProfileName,
} from './profiles.ts';
import { generateSigningKey } from './signing-key.ts';
import type { User } from './users.ts';

export interface IdentityProviderOptions {
  readonly profile: ProfileName;
  readonly users: readonly User[];
  /** The API's identifier, which becomes `aud`. */
  readonly audience: string;
  /** Omniscope's callback, `[External URL]/oidc-icb`. */
  readonly callbackUrl: string;
  /** PEM. */
  readonly cert: string | Buffer;
  /** PEM. */
  readonly key: string | Buffer;
  /** 0 or absent: the operating system chooses. */
  readonly port?: number;
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly profile: Profile;
  readonly audience: string;
  readonly users: readonly User[];
  readonly misconfigurations: MisconfigurationSwitches;
  /**
   * Changes what the tokens that follow say about a user, as when a user is renamed or a mapper is
   * removed (null). The login stays as it is.
   */
  changeClaims(username: string, claims: Claims): void;
  /** May be changed at any time; holds for the tokens that follow. */
  readonly lifetimes: TokenLifetimes;
  /** The dedicated client that Omniscope exchanges codes and refreshes tokens with. */
  readonly resourceServerClient: ProviderClient;
  close(): Promise<void>;
}

/** Documented: access tokens typically expire after one hour (documented). */
const HOUR_S = 3_600;
const TWO_WEEKS_S = 14 * 24 * HOUR_S;

const newSecret = () => randomBytes(32).toString('base64url');

/**
 * Starts a certified OpenID provider (oidc-provider) on loopback, in this process, set up as one of
 * the profiles. It uses the real clock and its own randomness.
 */
export async function startIdentityProvider(
  options: IdentityProviderOptions,
): Promise<IdentityProvider> {
  const { users, audience, callbackUrl } = options;
  const profile = PROFILES[options.profile];
  const misconfigurations = createMisconfigurationSwitches(profile);
  const changedClaims: ChangedClaims = new Map();
  const lifetimes: TokenLifetimes = { accessToken: HOUR_S, refreshToken: TWO_WEEKS_S };
  const client = (clientId: string): ProviderClient => ({
    clientId,
    clientSecret: newSecret(),
    redirectUris: [callbackUrl],
  });
  const resourceServerClient = client('omniscope-api');
  const loginClient = client('omniscope-editor');

  // The issuer has the port in it, so the port has to be there before the provider is.
  const server = createServer({ cert: options.cert, key: options.key });
  const listener = await listen(server, options.port ?? 0);
  const issuer = `https://localhost:${listener.port}`;

  const { Provider, errors } = await loadProvider();
  const provider = new Provider(
    issuer,
    providerConfiguration({
      profile,
      misconfigurations,
      changedClaims,
      users,
      audience,
      clients: [resourceServerClient, loginClient],
      lifetimes,
      signingKey: await generateSigningKey(),
      cookieKey: newSecret(),
      adapter: createMemoryAdapter(Date.now),
      refuseOffline() {
        // Keycloak refuses the whole exchange; others just give no refresh token.
        if (profile.name === 'keycloak') {
          throw new errors.CustomOIDCProviderError(
            'not_allowed',
            'Offline tokens not allowed for the user or client',
          );
        }
      },
    }),
  );
  // Documented: with the callback missing on the login client the authorization request succeeds and the
  // token exchange returns invalid_redirect_uri (documented; which part of Keycloak says so is not).
  provider.use(async (ctx, next) => {
    if (ctx.path === '/token' && misconfigurations.on.has('callback-not-on-login-client')) {
      ctx.status = 400;
      ctx.body = { error: 'invalid_redirect_uri' };
      return;
    }
    await next();
  });

  const handleProtocol = provider.callback();
  const handleInteraction = createInteractionHandler({ provider, users, title: profile.title });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!isInteraction(request)) {
      void handleProtocol(request, response);
      return;
    }
    handleInteraction(request, response).catch((error: unknown) => {
      const description = error instanceof Error ? error.message : String(error);
      response.writeHead(400, { 'content-type': 'text/html; charset=utf-8' });
      response.end(errorPage(profile.title, 'invalid_request', description));
    });
  });

  return {
    issuer,
    profile,
    audience,
    users,
    misconfigurations,
    changeClaims: (username, claims) => void changedClaims.set(username, claims),
    lifetimes,
    resourceServerClient,
    close: listener.close,
  };
}
