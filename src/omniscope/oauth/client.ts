import { Problem } from '../problem.ts';
import type { ServerAddress } from '../server-address.ts';

/** The client ID and secret that a server's administrator made for this integration. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
}

/** A client that belongs to one server only and must be shown to no other. */
export interface ServerOwnClient extends OAuthClient {
  readonly server: ServerAddress;
}

/**
 * Decides whose client speaks to a server: the one entered for this connection, both halves or
 * neither, else the fallback, where it belongs to this very server. The fallback is looked for only
 * where it is needed: what may be wrong with it is no concern of a connection with its own client.
 *
 * @throws Problem client-missing, client-incomplete; always before any request
 */
export function chooseClient(
  server: ServerAddress,
  entered: { id: string; secret: string },
  findFallback: () => ServerOwnClient | null,
): OAuthClient {
  const { id, secret } = entered;
  if (id !== '' && secret !== '') return { id, secret };
  if (id !== '' || secret !== '') throw new Problem('client-incomplete', {});
  const fallback = findFallback();
  if (fallback === null || !fallback.server.equals(server)) throw new Problem('client-missing', {});
  if (fallback.id === '' || fallback.secret === '') throw new Problem('client-incomplete', {});
  return { id: fallback.id, secret: fallback.secret };
}
