import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Api } from '../../omniscope/api.ts';
import { TokenExpiredError } from '../../omniscope/errors.ts';
import { isNearExpiry } from '../../omniscope/oauth/access-token.ts';
import { type ApiAccess, parseApiAccess, scopesFor } from '../../omniscope/oauth/scopes.ts';
import { ServerUrl } from '../../omniscope/server-url.ts';
import { trimInvisible } from '../../omniscope/trim.ts';
import { stepDeadline } from '../platform/deadlines.ts';
import type { Runtime } from '../platform/runtime.ts';
import { zapierTransport } from '../platform/transport.ts';

/** A connection as it is stored, parsed once. */
export interface Connection {
  server: ServerUrl;
  access: ApiAccess;
  accessToken: string;
  issuedAt: number | null;
  expiresAt: number | null;
  /** Taken out of everything that a server says. */
  secrets: readonly string[];
  /**
   * Tells connections apart in keys of the cache: server, integration, client, and the id that was made
   * when connecting. Nothing of the token, whose claims come and go. Connections from before that id
   * was made have the first three alone.
   */
  identity: readonly string[];
}

/** Parses the stored connection. @throws OmniscopeError invalid-server-url */
export function parseConnection(bundle: Bundle, runtime: Runtime): Connection {
  const { authData } = bundle;
  const server = parseServerUrl(authData.server_url, runtime);
  const accessToken = authData.access_token ?? '';
  return {
    server,
    access: parseApiAccess(authData.api_access),
    accessToken,
    issuedAt: parseInstant(authData.issued_at),
    expiresAt: parseInstant(authData.expires_at),
    secrets: [
      accessToken,
      toText(authData.refresh_token),
      trimText(authData.oauth_client_secret),
      trimText(runtime.environment().CLIENT_SECRET),
    ],
    identity: [
      server.url,
      parseIntegrationId(authData.integration_id),
      trimText(authData.oauth_client_id) || trimText(runtime.environment().CLIENT_ID),
      trimText(authData.connection_id),
    ],
  };
}

/**
 * The server's address by the address rules, and by the environment's one exception to them. Blank is
 * the process's own server: the command line's `invoke auth start` passes no auth fields at all.
 */
export function parseServerUrl(text: unknown, runtime: Runtime): ServerUrl {
  const { OMNISCOPE_SANDBOX_ORIGIN, OMNISCOPE_SERVER_URL } = runtime.environment();
  return ServerUrl.parse(trimText(text) || OMNISCOPE_SERVER_URL, OMNISCOPE_SANDBOX_ORIGIN);
}

/** The server's API for one perform, which has begun just now. */
export function createApi(z: ZObject, connection: Connection, runtime: Runtime): Api {
  return {
    server: connection.server,
    transport: zapierTransport(z, runtime.clock),
    clock: runtime.clock,
    accessToken: connection.accessToken,
    secrets: [...connection.secrets],
    issuedAt: connection.issuedAt,
    expiresAt: connection.expiresAt,
    scopes: scopesFor(connection.access),
    deadline: stepDeadline(runtime.clock.now()),
  };
}

/**
 * Asks the platform for a fresh token while nothing has been started yet: it refreshes and runs the
 * whole step again from the top.
 *
 * @throws TokenExpiredError
 */
export function requireTokenLife(connection: Connection, now: number): void {
  if (isNearExpiry(connection, now)) throw new TokenExpiredError();
}

/** Blank is the usual one; whether it is valid is another matter. */
export function parseIntegrationId(text: unknown): string {
  return trimText(text) || 'zapier';
}

/** What a person has entered, without the invisible characters that were pasted with it. */
export function trimText(value: unknown): string {
  return trimInvisible(toText(value));
}

export function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parseInstant(text: unknown): number | null {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
