import type { Authentication, Bundle, ZObject } from 'zapier-platform-core';
import {
  type ErrorCode,
  hasCode,
  OmniscopeError,
  type TokenErrorReason,
} from '../../omniscope/errors.ts';
import { authorizationUrl } from '../../omniscope/oauth/authorization-request.ts';
import { parseApiAccess } from '../../omniscope/oauth/scopes.ts';
import { judgeTokenError, toTokenError } from '../../omniscope/oauth/token-error.ts';
import { exchangeCode, refreshTokens } from '../../omniscope/oauth/token-request.ts';
import { endsByItself, type TokenSet } from '../../omniscope/oauth/token-set.ts';
import type { AppErrorDetails } from '../errors/error-codes.ts';
import { toZapierError, withErrorHandling } from '../errors/to-zapier-error.ts';
import type { Runtime } from '../platform/runtime.ts';
import { zapierTransport } from '../platform/transport.ts';
import { authenticationFields } from './authentication-fields.ts';
import { toText } from './connection.ts';
import { connectionLabel, connectionTest } from './connection-test.ts';
import { parseClient } from './oauth-client.ts';

/** OAuth 2.0 authorization code flow at the integration broker of the user's own server. */
export const authentication = (runtime: Runtime): Authentication => ({
  type: 'oauth2',
  fields: authenticationFields,
  oauth2Config: {
    authorizeUrl: withErrorHandling((_z, bundle) => authorize(bundle, runtime)),
    getAccessToken: withErrorHandling((z, bundle) => getAccessToken(z, bundle, runtime)),
    refreshAccessToken: withErrorHandling((z, bundle) => refreshAccessToken(z, bundle, runtime)),
    autoRefresh: true,
  },
  test: withErrorHandling((z, bundle) => connectionTest(z, bundle, runtime)),
  connectionLabel: withErrorHandling(async (_z, bundle) => connectionLabel(bundle, runtime)),
});

async function authorize(bundle: Bundle, runtime: Runtime): Promise<string> {
  const { inputData } = bundle;
  const { server, integrationId, client } = parseClient(inputData, runtime);
  return authorizationUrl({
    server,
    integrationId,
    clientId: client.id,
    redirectUri: toText(inputData.redirect_uri),
    state: toText(inputData.state),
    access: parseApiAccess(inputData.api_access),
  });
}

async function getAccessToken(z: ZObject, bundle: Bundle, runtime: Runtime) {
  const { inputData } = bundle;
  const registration = parseClient(inputData, runtime);
  const code = toText(inputData.code);
  if (code.trim() === '') throw noCodeError(inputData);
  const tokens = await exchangeCode(tokenSource(z, registration, runtime), {
    code,
    redirectUri: toText(inputData.redirect_uri),
  });
  if (endsByItself(tokens)) throw new OmniscopeError('no-offline-access', {});
  return {
    ...toAuthData(tokens),
    refresh_token: tokens.refreshToken ?? '',
    connection_id: runtime.randomHex(16),
  };
}

/**
 * Renews the access token. Whatever fails leaves the connection as it is, unless the authorization server
 * itself has refused: then nothing but a new connection helps, and Zapier holds all runs until then.
 */
async function refreshAccessToken(z: ZObject, bundle: Bundle, runtime: Runtime) {
  const { authData } = bundle;
  const registration = parseClient(authData, runtime);
  const refreshToken = toText(authData.refresh_token);
  if (refreshToken.trim() === '') throw new OmniscopeError('no-refresh-token', {});
  try {
    const tokens = await refreshTokens(tokenSource(z, registration, runtime), refreshToken);
    // A refresh may leave the refresh token out; then the old one stays (documented).
    return {
      ...toAuthData(tokens),
      ...(tokens.refreshToken !== null && { refresh_token: tokens.refreshToken }),
    };
  } catch (error) {
    if (hasCode(error, 'token-rejected')) throw toZapierError(z, 'refresh-rejected', error.details);
    const found = failureOf(error);
    if (found === null) throw error;
    throw toZapierError(z, 'refresh-failed', { host: registration.server.host, found });
  }
}

/** What kept the server from renewing a token for a while; null where the error says what to do. */
function failureOf(error: unknown): AppErrorDetails['refresh-failed']['found'] | null {
  if (!(error instanceof OmniscopeError)) return null;
  if (hasCode(error, 'token-request-failed'))
    return TEMPORARY_REASONS[error.details.reason] ?? null;
  const code: ErrorCode = error.code;
  return TEMPORARY_FAILURES[code] ?? null;
}

const TEMPORARY_FAILURES: Partial<Record<ErrorCode, AppErrorDetails['refresh-failed']['found']>> = {
  // Not as `server-busy`, a ThrottledError: the step would be run again with the token of before.
  'server-busy': 'busy',
  'server-failed': 'failed',
  unreachable: 'silent',
  'not-an-omniscope-api': 'foreign',
  'intermediary-response': 'foreign',
};

/** At a connection that has worked these reasons are as likely to pass as not. */
const TEMPORARY_REASONS: Partial<
  Record<TokenErrorReason, AppErrorDetails['refresh-failed']['found']>
> = {
  unavailable: 'busy',
  'no-endpoint': 'foreign',
  client: 'refused',
  other: 'refused',
};

type Registration = ReturnType<typeof parseClient>;

function tokenSource(z: ZObject, registration: Registration, runtime: Runtime) {
  return { ...registration, transport: zapierTransport(z, runtime.clock), clock: runtime.clock };
}

/** What Zapier stores, flat. An expiry that the server does not name clears the one before. */
function toAuthData({ accessToken, expiresAt, issuedAt }: TokenSet) {
  return {
    access_token: accessToken,
    expires_at: expiresAt === null ? '' : new Date(expiresAt).toISOString(),
    issued_at: new Date(issuedAt).toISOString(),
  };
}

/** A login that ended without a code may say why (RFC 6749 §4.1.2.1). */
function noCodeError({ error, error_description }: Bundle['inputData']): OmniscopeError {
  const given = toTokenError([toText(error)], [toText(error_description)]);
  const { reason } = given === null ? { reason: 'other' as const } : judgeTokenError(given);
  return new OmniscopeError('token-request-failed', {
    reason: reason === 'other' ? 'no-code' : reason,
  });
}
