/** The server's token endpoint in virtual time: a refresh, and no more. */
import { readBody } from '../../sandbox/http/body.ts';
import { type Handler, replied } from '../../sandbox/http/message.ts';
import { json } from '../../sandbox/http/replies.ts';
import type { IssuedTokens } from '../../sandbox/omniscope-server/issued-tokens.ts';

export interface TokenEndpointOptions {
  readonly accessTokens: IssuedTokens;
  readonly clientSecret: string;
  readonly lifetimeMs: number;
  /** Whether a refresh token is good once (RFC 6749 §6 allows it) or stays as it is. */
  readonly rotates: boolean;
  /** What the access tokens are like; opaque unless given. */
  readonly tokens?: TokenForm;
}

export interface TokenForm {
  /** What becomes of the claims at every other refresh; `none`: all tokens are opaque. */
  readonly claims: 'none' | 'stable' | 'unnamed' | 'renamed' | 'opaque';
  /** A token is accepted only so long after its issue. */
  readonly validAfterMs: number;
  readonly tokenType: string;
}

export interface TokenEndpoint {
  readonly handle: Handler;
  /** A connection's first tokens, the access token with so much of its life left. */
  issue(remainingMs: number): { access: string; refresh: string };
  /** Every refresh token ever given out: none may turn up anywhere else. */
  readonly refreshTokens: ReadonlySet<string>;
  /** How often a refresh was refused. */
  readonly refusals: number;
  /** The user revokes the access. */
  revokeAll(): void;
}

const GRANT = { user: 'alice', groups: ['analysts'] };
const OPAQUE: TokenForm = { claims: 'none', validAfterMs: 0, tokenType: 'Bearer' };

type Claims = Readonly<Record<string, unknown>>;

const ALICE = {
  sub: 'u1',
  preferred_username: 'alice',
  name: 'Alice',
  email: 'alice@example.com',
};
const CHANGED: Readonly<Record<TokenForm['claims'], Claims | undefined>> = {
  none: undefined,
  stable: ALICE,
  unnamed: { name: null, email: null },
  renamed: { ...ALICE, sub: 'u1-new', preferred_username: 'alice.allen', name: 'Alice Allen' },
  opaque: undefined,
};

export function createTokenEndpoint(options: TokenEndpointOptions): TokenEndpoint {
  const { clientSecret, lifetimeMs, rotates } = options;
  const { claims, validAfterMs, tokenType } = options.tokens ?? OPAQUE;
  let issued = 0;
  let refusals = 0;
  const good = new Set<string>();
  const given = new Set<string>();

  function newRefreshToken(): string {
    const token = `sandbox-refresh-token-${given.size + 1}`;
    good.add(token);
    given.add(token);
    return token;
  }

  function newAccessToken(lifetime: number): string {
    const isFirst = issued % 2 === 0 && claims !== 'none';
    const content = isFirst ? ALICE : CHANGED[claims];
    // The first one was issued long before the step that uses it.
    const after = issued === 0 ? 0 : validAfterMs;
    issued += 1;
    return options.accessTokens.issue({
      ...GRANT,
      lifetimeMs: lifetime,
      validAfterMs: after,
      ...(content && { claims: content }),
    });
  }

  return {
    refreshTokens: given,
    get refusals() {
      return refusals;
    },
    issue: (remainingMs) => ({
      access: newAccessToken(remainingMs),
      refresh: newRefreshToken(),
    }),
    revokeAll: () => good.clear(),
    async handle(request) {
      const form = new URLSearchParams((await readBody(request.body, 100_000)).toString('utf8'));
      if (form.get('client_secret') !== clientSecret) {
        return replied(json(400, { error: 'invalid_client' }));
      }
      const refresh = form.get('refresh_token') ?? '';
      if (!good.has(refresh)) {
        refusals += 1;
        return replied(json(400, { error: 'invalid_grant' }));
      }
      if (rotates) good.delete(refresh);
      return replied(
        json(200, {
          access_token: newAccessToken(lifetimeMs),
          ...(rotates && { refresh_token: newRefreshToken() }),
          token_type: tokenType,
          expires_in: lifetimeMs / 1000,
        }),
      );
    },
  };
}
