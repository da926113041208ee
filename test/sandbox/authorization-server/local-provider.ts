import { CompactSign, generateKeyPair } from 'jose';
import type {
  ProviderTokens,
  RelyingParty,
} from '../../../sandbox/authorization-server/relying-party.ts';

type Claims = Readonly<Record<string, unknown>>;

/**
 * An identity provider without pages and sockets: it answers at once, and signs real tokens with a
 * real key. For the rules of the server alone; the certified provider has tests of its own.
 */
export interface LocalProvider {
  readonly relyingParty: RelyingParty;
  /** Signs any payload with the provider's key. */
  sign(payload: Claims): Promise<string>;
  /** What the provider says about the user from now on; a change replaces or, if undefined, removes. */
  claims: Claims;
  /** The next answers fail with this error. */
  failure: string | undefined;
  /** Whether it gives refresh tokens. */
  givesRefreshTokens: boolean;
  /** The refresh tokens that were used with it, in order. */
  readonly refreshed: string[];
}

export const ISSUER = 'https://login.example';
export const AUDIENCE = 'https://omniscope.example/api';
const HOUR_S = 3_600;

export async function createLocalProvider(now: () => number): Promise<LocalProvider> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  let count = 0;

  const sign = (payload: Claims) =>
    new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'ES256' })
      .sign(privateKey);

  async function tokens(): Promise<ProviderTokens> {
    const { failure, claims, givesRefreshTokens } = provider;
    if (failure !== undefined) return { ok: false, error: failure };
    count += 1;
    const seconds = Math.floor(now() / 1000);
    return {
      ok: true,
      accessToken: await sign({ ...claims, jti: `${count}`, exp: seconds + HOUR_S }),
      refreshToken: givesRefreshTokens ? `provider-refresh-${count}` : undefined,
      expiresIn: HOUR_S,
    };
  }

  const provider: LocalProvider = {
    sign,
    claims: {
      iss: ISSUER,
      aud: AUDIENCE,
      sub: 'account-1',
      preferred_username: 'alice',
      roles: ['analysts'],
      scope: 'workflowapi:execute',
    },
    failure: undefined,
    givesRefreshTokens: true,
    refreshed: [],
    relyingParty: {
      keys: async () => publicKey,
      authorizationUrl: ({ state, scopes, codeChallenge }) =>
        `${ISSUER}/auth?${new URLSearchParams({
          state,
          scope: scopes.join(' '),
          code_challenge: codeChallenge,
        })}`,
      exchange: tokens,
      refresh(refreshToken) {
        provider.refreshed.push(refreshToken);
        return tokens();
      },
    },
  };
  return provider;
}
