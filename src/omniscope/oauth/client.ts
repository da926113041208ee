import { OmniscopeError } from '../errors.ts';
import type { ServerUrl } from '../server-url.ts';

/** The client ID and secret that a server's administrator made for this integration. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
}

/** A client that belongs to one server only and must be sent to no other. */
export interface ServerClient extends OAuthClient {
  readonly server: ServerUrl;
}

/**
 * Selects the client for a server: the one entered for this connection, ID and secret or neither, else
 * the client of the environment if it belongs to this very server. That one is read only when it is
 * needed: a mistake in it must not affect a connection with a client of its own.
 *
 * @throws OmniscopeError client-missing, client-incomplete; always before any request
 */
export function selectClient(
  server: ServerUrl,
  userClient: { id: string; secret: string },
  clientFromEnv: () => ServerClient | null,
): OAuthClient {
  const { id, secret } = userClient;
  if (id !== '' && secret !== '') return { id, secret };
  if (id !== '' || secret !== '') throw new OmniscopeError('client-incomplete', {});
  const fallback = clientFromEnv();
  if (fallback === null || !fallback.server.equals(server))
    throw new OmniscopeError('client-missing', {});
  if (fallback.id === '' || fallback.secret === '')
    throw new OmniscopeError('client-incomplete', {});
  return { id: fallback.id, secret: fallback.secret };
}
