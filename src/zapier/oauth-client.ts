import type { Bundle } from 'zapier-platform-core';
import { chooseClient, type OAuthClient, type ServerOwnClient } from '../omniscope/oauth/client.ts';
import { isProblem, Problem } from '../omniscope/problem.ts';
import type { ServerAddress } from '../omniscope/server-address.ts';
import { parseServer, textOf } from './connection.ts';
import type { Runtime } from './runtime.ts';

/** Whom the app speaks to for tokens, and as whom. */
export interface ClientRegistration {
  server: ServerAddress;
  integrationId: string;
  client: OAuthClient;
}

/**
 * Reads the connection's fields and decides on the client, before any request is made.
 *
 * @param fields the auth fields: `bundle.inputData` while connecting, `bundle.authData` afterwards
 * @throws Problem server-url-refused, integration-id-refused, client-missing, client-incomplete
 */
export function parseClient(fields: Bundle['inputData'], runtime: Runtime): ClientRegistration {
  const server = parseServer(fields.server_url, runtime);
  const integrationId = textOf(fields.integration_id) || 'zapier';
  // Fact: lowercase, no spaces. A slash or a dot segment would lead to another endpoint.
  if (!/^[\w-][\w.~-]{0,99}$/.test(integrationId)) throw new Problem('integration-id-refused', {});
  const entered = {
    id: textOf(fields.oauth_client_id),
    secret: textOf(fields.oauth_client_secret),
  };
  return { server, integrationId, client: chooseClient(server, entered, () => ownClient(runtime)) };
}

/**
 * The process's client belongs to one server only, the one in its OMNISCOPE_SERVER_URL. Where that is
 * no server there is no client: nobody who connects could mend it, or knows what it says.
 */
function ownClient(runtime: Runtime): ServerOwnClient | null {
  const { CLIENT_ID = '', CLIENT_SECRET = '', OMNISCOPE_SERVER_URL = '' } = runtime.environment();
  if (OMNISCOPE_SERVER_URL.trim() === '' || (CLIENT_ID === '' && CLIENT_SECRET === '')) return null;
  try {
    const server = parseServer(OMNISCOPE_SERVER_URL, runtime);
    return { server, id: CLIENT_ID.trim(), secret: CLIENT_SECRET.trim() };
  } catch (error) {
    if (isProblem(error, 'server-url-refused')) return null;
    throw error;
  }
}
