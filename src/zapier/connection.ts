import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Api } from '../omniscope/api.ts';
import { isNearExpiry, userOf } from '../omniscope/oauth/access-token.ts';
import { type ApiAccess, parseApiAccess, scopesFor } from '../omniscope/oauth/scopes.ts';
import { ServerAddress } from '../omniscope/server-address.ts';
import { caseError } from './errors/raise.ts';
import type { Runtime } from './runtime.ts';
import { stepDeadline } from './time-limits.ts';
import { zapierTransport } from './transport.ts';

/** A connection as it is stored, parsed once. */
export interface Connection {
  server: ServerAddress;
  access: ApiAccess;
  accessToken: string;
  issuedAt: number | null;
  expiresAt: number | null;
  /** Tells connections apart in keys of the cache; the same before and after a refresh. */
  identity: readonly string[];
}

/** Parses the stored connection. @throws Problem server-url-refused */
export function connectionOf(bundle: Bundle, runtime: Runtime): Connection {
  const { authData } = bundle;
  const server = parseServer(authData.server_url, runtime);
  const accessToken = authData.access_token ?? '';
  return {
    server,
    access: parseApiAccess(authData.api_access),
    accessToken,
    issuedAt: instant(authData.issued_at),
    expiresAt: instant(authData.expires_at),
    // Read from the token when it is asked for, since most steps remember nothing.
    get identity() {
      return [server.url, textOf(authData.integration_id), userOf(accessToken) ?? ''];
    },
  };
}

/**
 * The server's address by the address rules, and by the environment's one exception to them. Blank is
 * the process's own server: the command line's `invoke auth start` passes no auth fields at all.
 */
export function parseServer(text: unknown, runtime: Runtime): ServerAddress {
  const { OMNISCOPE_SANDBOX_ORIGIN, OMNISCOPE_SERVER_URL } = runtime.environment();
  return ServerAddress.parse(textOf(text) || OMNISCOPE_SERVER_URL, OMNISCOPE_SANDBOX_ORIGIN);
}

/** The server's API for one perform, which has begun just now. */
export function apiOf(z: ZObject, connection: Connection, runtime: Runtime): Api {
  return {
    server: connection.server,
    transport: zapierTransport(z, runtime.clock),
    clock: runtime.clock,
    accessToken: connection.accessToken,
    scopes: scopesFor(connection.access),
    deadline: stepDeadline(runtime.clock.now()),
  };
}

/**
 * Asks the platform for a fresh token while nothing has been started yet: it refreshes and runs the
 * whole step again from the top.
 *
 * @throws RefreshAuthError
 */
export function requireTokenLife(z: ZObject, connection: Connection, now: number): void {
  if (isNearExpiry(connection, now)) {
    throw caseError(z, 'token-expired', {});
  }
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function instant(text: unknown): number | null {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
