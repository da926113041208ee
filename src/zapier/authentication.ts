import type { Authentication, Bundle, ZObject } from 'zapier-platform-core';
import { authorizationUrl } from '../omniscope/oauth/authorization-request.ts';
import { parseApiAccess } from '../omniscope/oauth/scopes.ts';
import { tokenFault } from '../omniscope/oauth/token-faults.ts';
import { exchangeCode, refreshTokens, type Tokens } from '../omniscope/oauth/token-request.ts';
import { isProblem, Problem, type ProblemKind } from '../omniscope/problem.ts';
import { authenticationFields } from './authentication-fields.ts';
import { textOf } from './connection.ts';
import { connectionLabel, connectionTest } from './connection-test.ts';
import type { Cases } from './errors/cases.ts';
import { caseError, withCases } from './errors/raise.ts';
import { parseClient } from './oauth-client.ts';
import type { Runtime } from './runtime.ts';
import { answering401, zapierTransport } from './transport.ts';

/** OAuth 2.0 authorization code flow at the integration broker of the user's own server. */
export const authentication = (runtime: Runtime): Authentication => ({
  type: 'oauth2',
  fields: authenticationFields,
  oauth2Config: {
    authorizeUrl: withCases((_z, bundle) => authorize(bundle, runtime)),
    getAccessToken: withCases((z, bundle) => getAccessToken(z, bundle, runtime)),
    refreshAccessToken: withCases((z, bundle) => refreshAccessToken(z, bundle, runtime)),
    autoRefresh: true,
  },
  test: withCases((z, bundle) => connectionTest(z, bundle, runtime)),
  connectionLabel: withCases(async (_z, bundle) => connectionLabel(bundle, runtime)),
});

async function authorize(bundle: Bundle, runtime: Runtime): Promise<string> {
  const { inputData } = bundle;
  const { server, integrationId, client } = parseClient(inputData, runtime);
  return authorizationUrl({
    server,
    integrationId,
    clientId: client.id,
    redirectUri: textOf(inputData.redirect_uri),
    state: textOf(inputData.state),
    access: parseApiAccess(inputData.api_access),
  });
}

async function getAccessToken(z: ZObject, bundle: Bundle, runtime: Runtime) {
  const { inputData } = bundle;
  const registration = parseClient(inputData, runtime);
  const code = textOf(inputData.code);
  if (code === '') throw new Problem('token-refused', { reason: whyNoCode(inputData) });
  const tokens = await exchangeCode(tokenSource(z, registration, runtime), {
    code,
    redirectUri: textOf(inputData.redirect_uri),
  });
  return { ...stored(tokens), refresh_token: tokens.refreshToken ?? '' };
}

async function refreshAccessToken(z: ZObject, bundle: Bundle, runtime: Runtime) {
  const { authData } = bundle;
  const registration = parseClient(authData, runtime);
  const refreshToken = textOf(authData.refresh_token);
  if (refreshToken === '') throw new Problem('no-refresh-token', {});
  try {
    const tokens = await refreshTokens(tokenSource(z, registration, runtime), refreshToken);
    // A refresh may leave the refresh token out; then the old one goes on (fact).
    return {
      ...stored(tokens),
      ...(tokens.refreshToken !== null && { refresh_token: tokens.refreshToken }),
    };
  } catch (error) {
    // Nothing but a new connection mends a refused refresh; anything else may pass by itself.
    if (isProblem(error, 'token-refused')) throw caseError(z, 'refresh-refused', error.details);
    if (!(error instanceof Problem)) throw error;
    const kind: ProblemKind = error.kind;
    const found = PASSING[kind];
    if (found === undefined) throw error;
    throw caseError(z, 'refresh-failed', { host: registration.server.host, found });
  }
}

/** What may keep a server from refreshing a token for a while. */
const PASSING: Partial<Record<ProblemKind, Cases['refresh-failed']['found']>> = {
  'server-busy': 'busy',
  'server-failed': 'failed',
  unreachable: 'silent',
  'not-an-omniscope-api': 'foreign',
};

type Registration = ReturnType<typeof parseClient>;

function tokenSource(z: ZObject, registration: Registration, runtime: Runtime) {
  const transport = answering401(zapierTransport(z, runtime.clock));
  return { ...registration, transport, clock: runtime.clock };
}

/** What Zapier stores, flat. An expiry that the server does not name clears the one before. */
function stored({ accessToken, expiresAt, issuedAt }: Tokens) {
  return {
    access_token: accessToken,
    expires_at: expiresAt === null ? '' : new Date(expiresAt).toISOString(),
    issued_at: new Date(issuedAt).toISOString(),
  };
}

/** A login that ended without a code may say why (RFC 6749 §4.1.2.1). */
function whyNoCode(inputData: Bundle['inputData']) {
  const fault = tokenFault(`${textOf(inputData.error)} ${textOf(inputData.error_description)}`);
  return fault === 'other' ? 'no-code' : fault;
}
