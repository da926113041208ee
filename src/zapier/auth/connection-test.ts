import type { Bundle, ZObject } from 'zapier-platform-core';
import { type Api, request } from '../../omniscope/api.ts';
import { hasCode, isTokenExpired, OmniscopeError } from '../../omniscope/errors.ts';
import { toReadError } from '../../omniscope/http/network-error.ts';
import { forbiddenError, throwForStatus } from '../../omniscope/http/response-errors.ts';
import { usernameFromToken } from '../../omniscope/oauth/access-token.ts';
import { fetchParameters } from '../../omniscope/parameters.ts';
import { PROBE_PROJECT, parseProjectPath } from '../../omniscope/paths.ts';
import { workflowApiUrl } from '../../omniscope/urls.ts';
import type { Runtime } from '../platform/runtime.ts';
import { createApi, parseConnection, trimText } from './connection.ts';

/** A token that is rejected so soon after its issue will not be accepted after a refresh either. */
const JUST_ISSUED_MS = 30_000;

/**
 * One request that proves that the server is an Omniscope API and accepts the token. There is no
 * "who am I" endpoint; but a server that responds with 403 or 404 as an API does has accepted the token,
 * while a 401, a web page and a redirect prove nothing. With a test project its parameters
 * are read, so that a missing permission comes to light here.
 */
export async function connectionTest(z: ZObject, bundle: Bundle, runtime: Runtime) {
  const connection = parseConnection(bundle, runtime);
  const api = createApi(z, connection, runtime);
  const testProject = trimText(bundle.authData.test_project);
  const { issuedAt } = connection;
  try {
    if (testProject === '') await probeApi(api);
    else await fetchParameters(api, parseProjectPath(testProject, connection.server));
  } catch (error) {
    const isNew = issuedAt !== null && runtime.clock.now() - issuedAt < JUST_ISSUED_MS;
    if (isTokenExpired(error) && isNew) {
      throw new OmniscopeError('new-token-rejected', { host: connection.server.host });
    }
    throw error;
  }
  return { user: usernameFromToken(connection.accessToken), host: connection.server.host };
}

async function probeApi(api: Api): Promise<void> {
  const url = workflowApiUrl(api.server, PROBE_PROJECT, 'param');
  const response = await request(api, { method: 'GET', url }).catch((error) => {
    throw toReadError(api.server.host, error);
  });
  const { status, body, source } = response;
  if (source.from === 'intermediary') {
    const { found } = source.intermediary;
    if (found === 'web-page') throw notAnApiError(api, 'a web page');
    if (status < 300) throw notAnApiError(api, 'an unknown answer');
    throwForStatus(api, response, 'Workflow Execution via APIs');
  }
  if (status === 404) return;
  if (status === 403) {
    // The token is accepted, but without a scope that was requested nothing will work.
    const error = forbiddenError(api, response, 'Workflow Execution via APIs');
    if (hasCode(error, 'token-rejected')) throw error;
    return;
  }
  throwForStatus(api, response, 'Workflow Execution via APIs');
  const hasParameters = status < 300 && Object.hasOwn(Object(body.json), 'paramValues');
  if (body.failure === null && !hasParameters) throw notAnApiError(api, 'an unknown answer');
}

function notAnApiError(api: Api, found: 'a web page' | 'an unknown answer'): OmniscopeError {
  return new OmniscopeError('not-an-omniscope-api', { host: api.server.host, found });
}

/** The user and the server: what tells one connection from another in Zapier's list. */
export function connectionLabel(bundle: Bundle, runtime: Runtime): string {
  const { server, accessToken } = parseConnection(bundle, runtime);
  const user = usernameFromToken(accessToken);
  return user === null ? server.host : `${user} on ${server.host}`;
}
