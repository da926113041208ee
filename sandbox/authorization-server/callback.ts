import type { Reply } from '../http/message.ts';
import { text } from '../http/replies.ts';
import { redirectError, redirectToApplication } from './redirect.ts';
import type { ServerState } from './server-state.ts';

/**
 * `GET {External URL}/oidc-icb`: the browser comes back from the identity provider. The login is
 * known by its signed state, which is good once; the application gets a code of this server's own.
 *
 * The provider's code is kept until the application asks for tokens. Documented: a missing callback on the
 * login client shows only then ("the authorization request succeeds but the token exchange returns
 * invalid_redirect_uri").
 */
export async function handleCallback(server: ServerState, query: URLSearchParams): Promise<Reply> {
  const now = server.clock.now();
  const loginId = await server.stateTokens.verify(query.get('state') ?? '', now);
  const login = loginId === undefined ? undefined : server.logins.take(loginId, now);
  if (login === undefined) return text(400, 'This login is unknown, finished or expired');

  const { redirectUri, state } = login;
  // RFC 9207: a provider that names itself has to be the configured one.
  const issuer = query.get('iss');
  const isForeign = issuer !== null && issuer !== server.provider.issuer;
  const providerCode = query.get('code');
  if (isForeign || providerCode === null) {
    return redirectToApplication(redirectUri, {
      error: redirectError(query.get('error') ?? 'server_error'),
      error_description: query.get('error_description') ?? undefined,
      state,
    });
  }
  const code = server.randomText();
  server.codes.put(code, { ...login, providerCode }, now);
  return redirectToApplication(redirectUri, { code, state });
}
