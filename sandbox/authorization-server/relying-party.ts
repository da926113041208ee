import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

/** What the administrator enters under "Enable resource server", and what follows from it. */
export interface ProviderConnection {
  readonly issuer: string;
  /** The dedicated client, not the one of the user login. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly audience: string;
  /** The parameter by which this provider takes the audience. */
  readonly audienceParameter: 'none' | 'audience' | 'resource';
  /** `[External URL]/oidc-icb` */
  readonly callbackUrl: string;
}

export type ProviderTokens =
  | {
      readonly ok: true;
      readonly accessToken: string;
      readonly refreshToken: string | undefined;
      /** Seconds. */
      readonly expiresIn: number;
    }
  | {
      readonly ok: false;
      /** RFC 6749's code or the provider's own; `unreachable` when there was no usable response. */
      readonly error: string;
    };

export interface AuthorizationRequest {
  readonly state: string;
  readonly scopes: readonly string[];
  /** RFC 7636, S256. */
  readonly codeChallenge: string;
}

/** Omniscope's side towards the identity provider: an OpenID Connect relying party. */
export interface RelyingParty {
  authorizationUrl(request: AuthorizationRequest): string;
  exchange(code: string, codeVerifier: string): Promise<ProviderTokens>;
  refresh(refreshToken: string): Promise<ProviderTokens>;
  /** The provider's published keys, fetched when needed. */
  readonly keys: JWTVerifyGetKey;
}

/** Requested for Omniscope itself, beside the scopes of the application. */
const LOGIN_SCOPES = ['openid', 'profile', 'email'];
const PROVIDER_TIMEOUT_MS = 10_000;

/** Reads the provider's discovery document (OpenID Connect Discovery 1.0 §4), once. */
export async function connectToProvider(connection: ProviderConnection): Promise<RelyingParty> {
  const { issuer, clientId, clientSecret, audience, callbackUrl } = connection;
  const metadata = await readJson(await fetch(`${issuer}/.well-known/openid-configuration`));
  const endpoint = (name: string): URL => {
    const value = metadata[name];
    if (typeof value !== 'string') throw new Error(`The provider publishes no ${name}.`);
    return new URL(value);
  };
  if (metadata.issuer !== issuer) throw new Error('The provider calls itself by another name.');
  const tokenEndpoint = endpoint('token_endpoint');
  const authorizationEndpoint = endpoint('authorization_endpoint');

  async function requestTokens(grant: Record<string, string>): Promise<ProviderTokens> {
    try {
      const response = await fetch(tokenEndpoint, {
        method: 'POST',
        body: new URLSearchParams({
          ...grant,
          client_id: clientId,
          client_secret: clientSecret,
        }),
        redirect: 'error',
        signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS),
      });
      return readTokens(await readJson(response));
    } catch {
      return { ok: false, error: 'unreachable' };
    }
  }

  return {
    keys: createRemoteJWKSet(endpoint('jwks_uri')),
    authorizationUrl({ state, scopes, codeChallenge }) {
      const url = new URL(authorizationEndpoint);
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: callbackUrl,
        scope: [...LOGIN_SCOPES, ...scopes].join(' '),
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        // `consent`, since a provider gives a refresh token only to those who agree anew (OpenID
        // Connect Core §11); `login`, so that one browser can try several users.
        prompt: 'login consent',
        ...(connection.audienceParameter === 'none'
          ? {}
          : { [connection.audienceParameter]: audience }),
      }).toString();
      return url.href;
    },
    exchange: (code, codeVerifier) =>
      requestTokens({
        grant_type: 'authorization_code',
        code,
        redirect_uri: callbackUrl,
        code_verifier: codeVerifier,
      }),
    refresh: (refreshToken) =>
      requestTokens({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  };
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  const value: unknown = await response.json();
  if (typeof value !== 'object' || value === null) throw new Error('The provider sent no object.');
  return { ...value };
}

function readTokens(response: Record<string, unknown>): ProviderTokens {
  const { access_token, refresh_token, expires_in, error } = response;
  if (typeof error === 'string') return { ok: false, error };
  if (typeof access_token !== 'string' || typeof expires_in !== 'number') {
    return { ok: false, error: 'unreachable' };
  }
  return {
    ok: true,
    accessToken: access_token,
    refreshToken: typeof refresh_token === 'string' ? refresh_token : undefined,
    expiresIn: expires_in,
  };
}
