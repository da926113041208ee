import { type Outcome, type Reply, type Request, replied } from '../http/message.ts';
import type { TokenVerdict } from '../omniscope-server/access.ts';
import { RequestLog, type RequestRecord } from '../omniscope-server/request-log.ts';
import { type AuthorizationServerAssumptions, DEFAULT_ASSUMPTIONS } from './assumptions.ts';
import type { Grant } from './grants.ts';
import type { Integration } from './integrations.ts';
import { route } from './route.ts';
import {
  type AuthorizationServerOptions,
  createServerState,
  type ServerState,
} from './server-state.ts';
import type { IssuedToken } from './token-registry.ts';

/** Omniscope's authorization server (its "integration broker") that third-party applications talk to. */
export interface AuthorizationServer {
  /** @returns undefined for an address outside this server. */
  handle(request: Request): Promise<Outcome> | undefined;
  /** For every API request. @param now milliseconds since 1970. */
  verifyToken(token: string, now: number): Promise<TokenVerdict>;
  /** Admin > Integrations. `enabled` may be switched at any time. */
  readonly integrations: readonly Integration[];
  /** May be changed at any time; holds from the next request on. */
  readonly assumptions: AuthorizationServerAssumptions;
  readonly tokens: TokenControl;
  /** The requests, in order, without queries and bodies. */
  readonly requests: readonly RequestRecord[];
  /** The connections in users' Profile settings. */
  connections(): readonly Pick<Grant, 'integrationId' | 'user' | 'scopes'>[];
  /** "Enable integration" off: API calls and refreshes are refused until `resume`. */
  suspend(integrationId: string, user: string): void;
  resume(integrationId: string, user: string): void;
  isSuspended(integrationId: string, user: string): boolean;
  /** "Revoke access (disconnect integration)": for good, until the user connects again. */
  revoke(integrationId: string, user: string): void;
}

/** The access tokens given out, and the means to end any of them at any moment. */
export interface TokenControl {
  /** Oldest first. */
  list(): readonly IssuedToken[];
  /** As if this token's hour were over: its holder can refresh. */
  expire(token: string): void;
  expireAll(): void;
  /** Ends the grant that this token came from, its refresh token too. */
  revoke(token: string): void;
  revokeAll(): void;
}

export function createAuthorizationServer(
  options: AuthorizationServerOptions,
): AuthorizationServer {
  const state = createServerState(options, DEFAULT_ASSUMPTIONS);
  const log = new RequestLog();
  const { integrations, assumptions, grants, tokens } = state;

  function record({ method, url }: Request, reply: Reply): Outcome {
    const [path = ''] = url.split('?');
    const { status } = reply;
    log.add({ at: options.clock.now(), method, path, status, user: null, token: null });
    return replied(reply);
  }

  function revokeGrant(grantId: string): void {
    grants.revoke(grantId);
    tokens.revokeGrant(grantId);
  }

  return {
    handle: (request) => route(state, request)?.then((reply) => record(request, reply)),
    verifyToken: (token, now) => verifyToken(state, token, now),
    integrations,
    assumptions,
    get requests() {
      return log.records;
    },
    tokens: {
      list: tokens.list,
      expire: tokens.expire,
      expireAll: tokens.expireAll,
      revoke(token) {
        const issued = tokens.find(token);
        if (issued !== undefined) revokeGrant(issued.grantId);
      },
      revokeAll() {
        for (const { id } of grants.list()) revokeGrant(id);
      },
    },
    connections: () =>
      grants.list().map(({ integrationId, user, scopes }) => ({ integrationId, user, scopes })),
    suspend: grants.suspend,
    resume: grants.resume,
    isSuspended: grants.isSuspended,
    revoke(integrationId, user) {
      for (const { id } of grants.list(integrationId, user)) revokeGrant(id);
    },
  };
}

/** A token has to be issued by this server, still live, and a proper token of the provider. */
async function verifyToken(
  { tokens, grants, integrations, verifier }: ServerState,
  token: string,
  now: number,
): Promise<TokenVerdict> {
  const refuse = (error: string): TokenVerdict => ({ ok: false, error });
  const issued = tokens.find(token);
  if (issued === undefined) return refuse('Access token is unknown');
  const { integrationId, user, state, validFrom } = issued;
  if (state !== 'live') return refuse(`Access token ${state}`);
  if (now < validFrom) return refuse('Access token not valid yet');
  if (!integrations.some(({ id, enabled }) => id === integrationId && enabled)) {
    return refuse('This integration is disabled');
  }
  if (grants.isSuspended(integrationId, user)) {
    return refuse('The user has suspended this integration');
  }
  return verifier.verify(issued.jwt ?? token, now);
}
