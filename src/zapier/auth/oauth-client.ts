import type { Bundle } from 'zapier-platform-core';
import { hasCode, OmniscopeError } from '../../omniscope/errors.ts';
import { type OAuthClient, type ServerClient, selectClient } from '../../omniscope/oauth/client.ts';
import type { ServerUrl } from '../../omniscope/server-url.ts';
import type { Runtime } from '../platform/runtime.ts';
import { parseIntegrationId, parseServerUrl, trimText } from './connection.ts';

/** The server that issues the tokens, and the client that asks for them. */
export interface ClientRegistration {
  server: ServerUrl;
  integrationId: string;
  client: OAuthClient;
}

/**
 * Reads the connection's fields and decides on the client, before any request is made.
 *
 * @param fields the auth fields: `bundle.inputData` while connecting, `bundle.authData` afterwards
 * @throws OmniscopeError invalid-server-url, invalid-integration-id, invalid-client, client-missing,
 *   client-incomplete
 */
export function parseClient(fields: Bundle['inputData'], runtime: Runtime): ClientRegistration {
  const server = parseServerUrl(fields.server_url, runtime);
  const integrationId = parseIntegrationId(fields.integration_id);
  // Documented: lowercase, no spaces. A slash or a dot segment would be another endpoint.
  if (!/^[\w-][\w.~-]{0,99}$/.test(integrationId))
    throw new OmniscopeError('invalid-integration-id', {});
  const userClient = {
    id: parseCredential(fields.oauth_client_id, 'Client ID'),
    secret: parseCredential(fields.oauth_client_secret, 'Client Secret'),
  };
  return {
    server,
    integrationId,
    client: selectClient(server, userClient, () => clientFromEnv(runtime)),
  };
}

/** Longer than any that a server makes. */
const CREDENTIAL_LIMIT = 2_000;

/** A line break or an invisible character inside was pasted by mistake: no administrator makes one. */
function parseCredential(value: unknown, field: 'Client ID' | 'Client Secret'): string {
  const text = trimText(value);
  if (text.length > CREDENTIAL_LIMIT || /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) {
    throw new OmniscopeError('invalid-client', { field });
  }
  return text;
}

/**
 * The process's client belongs to one server only, the one in its OMNISCOPE_SERVER_URL. Where that is
 * no valid server there is no client: a person who connects could not correct it.
 */
function clientFromEnv(runtime: Runtime): ServerClient | null {
  const { CLIENT_ID = '', CLIENT_SECRET = '', OMNISCOPE_SERVER_URL = '' } = runtime.environment();
  if (OMNISCOPE_SERVER_URL.trim() === '' || (CLIENT_ID === '' && CLIENT_SECRET === '')) return null;
  try {
    const server = parseServerUrl(OMNISCOPE_SERVER_URL, runtime);
    return { server, id: trimText(CLIENT_ID), secret: trimText(CLIENT_SECRET) };
  } catch (error) {
    if (hasCode(error, 'invalid-server-url')) return null;
    throw error;
  }
}
