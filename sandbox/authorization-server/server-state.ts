import type { AuthorizationServerAssumptions } from './assumptions.ts';
import { externalPath } from './external-url.ts';
import { createGrants, type Grants } from './grants.ts';
import type { Integration } from './integrations.ts';
import type { ProviderConnection, RelyingParty } from './relying-party.ts';
import { createSingleUse, type SingleUse } from './single-use.ts';
import { createStateTokens, type StateTokens } from './state-token.ts';
import { createTokenRegistry, type TokenRegistry } from './token-registry.ts';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

/** A login at the provider that has begun, for one authorization request. */
export interface PendingLogin {
  readonly integrationId: string;
  readonly redirectUri: string;
  /** The application's, returned unchanged; undefined when it sent none. */
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  /** RFC 7636, towards the provider. */
  readonly codeVerifier: string;
}

/** What an authorization code stands for. */
export interface AuthorizationCode extends PendingLogin {
  readonly providerCode: string;
}

export interface AuthorizationServerOptions {
  /** `https://` + a domain name (+ port, + path prefix), without a trailing slash. */
  readonly externalUrl: string;
  readonly integrations: readonly Integration[];
  readonly provider: ProviderConnection;
  readonly relyingParty: RelyingParty;
  /** "Omniscope resource server issuer (iss)". */
  readonly stateIssuer: string;
  /** "Omniscope resource server state signing secret". */
  readonly stateSecret: string;
  readonly clock: { now(): number };
  /** Unguessable text, safe in an address. */
  readonly randomText: () => string;
  readonly assumptions?: Partial<AuthorizationServerAssumptions>;
}

/** What the endpoints share. */
export interface ServerState extends Omit<AuthorizationServerOptions, 'assumptions'> {
  /** The External URL's, beginning and ending with a slash. */
  readonly path: string;
  /** May be changed while the server runs. */
  readonly assumptions: AuthorizationServerAssumptions;
  readonly stateTokens: StateTokens;
  readonly logins: SingleUse<PendingLogin>;
  readonly codes: SingleUse<AuthorizationCode>;
  /** Codes that were exchanged, with their grants: to see one again ends the grant. */
  readonly usedCodes: SingleUse<string>;
  readonly grants: Grants;
  readonly tokens: TokenRegistry;
  readonly verifier: TokenVerifier;
}

export function createServerState(
  options: AuthorizationServerOptions,
  defaults: Readonly<AuthorizationServerAssumptions>,
): ServerState {
  const assumptions = { ...defaults, ...options.assumptions };
  const { issuer, audience } = options.provider;
  return {
    ...options,
    path: externalPath(options.externalUrl),
    assumptions,
    stateTokens: createStateTokens(options.stateIssuer, options.stateSecret),
    logins: createSingleUse(() => assumptions.loginLifetimeMs),
    codes: createSingleUse(() => assumptions.codeLifetimeMs),
    usedCodes: createSingleUse(() => assumptions.codeLifetimeMs),
    grants: createGrants(),
    tokens: createTokenRegistry(),
    verifier: createTokenVerifier({ issuer, audience, keys: options.relyingParty.keys }),
  };
}
