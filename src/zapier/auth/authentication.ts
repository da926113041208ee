import type { Authentication, Bundle, ZObject } from 'zapier-platform-core';
import { type ErrorCode, hasCode, OmniscopeError } from '../../omniscope/errors.ts';
import { authorizationUrl } from '../../omniscope/oauth/authorization-request.ts';
import { parseApiAccess } from '../../omniscope/oauth/scopes.ts';
import { tokenErrorReason } from '../../omniscope/oauth/token-error-reason.ts';
import { exchangeCode, refreshTokens, type TokenSet } from '../../omniscope/oauth/token-request.ts';
import type { AppErrorDetails } from '../errors/error-codes.ts';
import { toZapierError, withErrorHandling } from '../errors/to-zapier-error.ts';
import type { Runtime } from '../platform/runtime.ts';
import { zapierTransport } from '../platform/transport.ts';
import { authenticationFields } from './authentication-fields.ts';
import { trimText } from './connection.ts';
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
    redirectUri: trimText(inputData.redirect_uri),
    state: trimText(inputData.state),
    access: parseApiAccess(inputData.api_access),
  });
}

async function getAccessToken(z: ZObject, bundle: Bundle, runtime: Runtime) {
  const { inputData } = bundle;
  const registration = parseClient(inputData, runtime);
  const code = trimText(inputData.code);
  if (code === '') throw new OmniscopeError('token-rejected', { reason: noCodeReason(inputData) });
  const tokens = await exchangeCode(tokenSource(z, registration, runtime), {
    code,
    redirectUri: trimText(inputData.redirect_uri),
  });
  return { ...toAuthData(tokens), refresh_token: tokens.refreshToken ?? '' };
}

async function refreshAccessToken(z: ZObject, bundle: Bundle, runtime: Runtime) {
  const { authData } = bundle;
  const registration = parseClient(authData, runtime);
  const refreshToken = trimText(authData.refresh_token);
  if (refreshToken === '') throw new OmniscopeError('no-refresh-token', {});
  try {
    const tokens = await refreshTokens(tokenSource(z, registration, runtime), refreshToken);
    // A refresh may leave the refresh token out; then the old one goes on (documented).
    return {
      ...toAuthData(tokens),
      ...(tokens.refreshToken !== null && { refresh_token: tokens.refreshToken }),
    };
  } catch (error) {
    // Nothing but a new connection mends a refused refresh; anything else may pass by itself.
    if (hasCode(error, 'token-rejected')) throw toZapierError(z, 'refresh-rejected', error.details);
    if (!(error instanceof OmniscopeError)) throw error;
    const kind: ErrorCode = error.code;
    const found = TEMPORARY_FAILURES[kind];
    if (found === undefined) throw error;
    throw toZapierError(z, 'refresh-failed', { host: registration.server.host, found });
  }
}

/** What may keep a server from refreshing a token for a while. */
const TEMPORARY_FAILURES: Partial<Record<ErrorCode, AppErrorDetails['refresh-failed']['found']>> = {
  'server-busy': 'busy',
  'server-failed': 'failed',
  unreachable: 'silent',
  'not-an-omniscope-api': 'foreign',
};

type Registration = ReturnType<typeof parseClient>;

function tokenSource(z: ZObject, registration: Registration, runtime: Runtime) {
  const transport = zapierTransport(z, runtime.clock);
  return { ...registration, transport, clock: runtime.clock };
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
function noCodeReason(inputData: Bundle['inputData']) {
  const fault = tokenErrorReason(
    `${trimText(inputData.error)} ${trimText(inputData.error_description)}`,
  );
  return fault === 'other' ? 'no-code' : fault;
}
