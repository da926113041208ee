/** The server's token endpoint in virtual time: what the broker does at a refresh, and no more. */
import { readBody } from '../../sandbox/http/body.ts';
import { type Handler, replied } from '../../sandbox/http/message.ts';
import { json } from '../../sandbox/http/replies.ts';
import type { IssuedTokens } from '../../sandbox/omniscope-server/issued-tokens.ts';

export interface TokenEndpointOptions {
  readonly tokens: IssuedTokens;
  readonly clientSecret: string;
  readonly lifetimeMs: number;
  /** Whether a refresh token is good once (RFC 6749 §6 allows it) or stays as it is. */
  readonly rotates: boolean;
}

export interface TokenEndpoint {
  readonly handle: Handler;
  /** A connection's first tokens, the access token with so much of its life left. */
  issue(remainingMs: number): { access: string; refresh: string };
  /** Every refresh token ever given out: none may turn up anywhere else. */
  readonly refreshTokens: ReadonlySet<string>;
  /** The user takes the access back. */
  revokeAll(): void;
}

const GRANT = { user: 'alice', groups: ['analysts'] };

export function createTokenEndpoint(options: TokenEndpointOptions): TokenEndpoint {
  const { tokens, clientSecret, lifetimeMs, rotates } = options;
  const good = new Set<string>();
  const given = new Set<string>();

  function newRefreshToken(): string {
    const token = `sandbox-refresh-token-${given.size + 1}`;
    good.add(token);
    given.add(token);
    return token;
  }

  return {
    refreshTokens: given,
    issue: (remainingMs) => ({
      access: tokens.issue({ ...GRANT, lifetimeMs: remainingMs }),
      refresh: newRefreshToken(),
    }),
    revokeAll: () => good.clear(),
    async handle(request) {
      const form = new URLSearchParams((await readBody(request.body, 100_000)).toString('utf8'));
      if (form.get('client_secret') !== clientSecret) {
        return replied(json(400, { error: 'invalid_client' }));
      }
      const refresh = form.get('refresh_token') ?? '';
      if (!good.has(refresh)) return replied(json(400, { error: 'invalid_grant' }));
      if (rotates) good.delete(refresh);
      return replied(
        json(200, {
          access_token: tokens.issue({ ...GRANT, lifetimeMs }),
          ...(rotates && { refresh_token: newRefreshToken() }),
          token_type: 'Bearer',
          expires_in: lifetimeMs / 1000,
        }),
      );
    },
  };
}
