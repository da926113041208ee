import type { Reply } from '../http/message.ts';
import { text } from '../http/replies.ts';
import { redirectError, redirectToApplication } from './redirect.ts';
import type { BrokerState } from './server-state.ts';

/**
 * `GET {External URL}/oidc-icb`: the browser comes back from the identity provider. The login is
 * known by its signed state, which is good once; the application gets a code of the broker's own.
 *
 * The provider's code is kept until the application asks for tokens. fact: a missing callback on the
 * login client shows only then ("the authorization request succeeds but the token exchange returns
 * invalid_redirect_uri").
 */
export async function takeCallback(broker: BrokerState, query: URLSearchParams): Promise<Reply> {
  const now = broker.clock.now();
  const loginId = await broker.stateTokens.verify(query.get('state') ?? '', now);
  const login = loginId === undefined ? undefined : broker.logins.take(loginId, now);
  if (login === undefined) return text(400, 'This login is unknown, finished or expired');

  const { redirectUri, state } = login;
  // RFC 9207: a provider that names itself has to be the one that was asked.
  const issuer = query.get('iss');
  const isForeign = issuer !== null && issuer !== broker.provider.issuer;
  const providerCode = query.get('code');
  if (isForeign || providerCode === null) {
    return redirectToApplication(redirectUri, {
      error: redirectError(query.get('error') ?? 'server_error'),
      error_description: query.get('error_description') ?? undefined,
      state,
    });
  }
  const code = broker.randomText();
  broker.codes.put(code, { ...login, providerCode }, now);
  return redirectToApplication(redirectUri, { code, state });
}
