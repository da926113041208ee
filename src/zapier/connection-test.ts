import type { Bundle, ZObject } from 'zapier-platform-core';
import { workflowApi } from '../omniscope/addresses.ts';
import { type Api, call, forbidden, throwForRefusal, unreachable } from '../omniscope/api.ts';
import { userOf } from '../omniscope/oauth/access-token.ts';
import { readParameters } from '../omniscope/parameters.ts';
import { isProblem, Problem } from '../omniscope/problem.ts';
import { NO_PROJECT, parseProjectPath } from '../omniscope/project-path.ts';
import { apiOf, connectionOf, textOf } from './connection.ts';
import type { Runtime } from './runtime.ts';
import { isRefreshAuthError } from './transport.ts';

/** A token that is refused so soon after it was issued will not be accepted after a refresh either. */
const JUST_ISSUED_MS = 30_000;

/**
 * One request that proves that the server is an Omniscope API and accepts the token. There is no
 * "who am I"; but a server that answers 403 or 404 as an API does has looked at the token and found
 * it good, while a 401, a web page and a redirect prove nothing. With a test project its parameters
 * are read, so that a missing permission comes to light here.
 */
export async function connectionTest(z: ZObject, bundle: Bundle, runtime: Runtime) {
  const connection = connectionOf(bundle, runtime);
  const api = apiOf(z, connection, runtime);
  const testProject = textOf(bundle.authData.test_project);
  const { issuedAt } = connection;
  try {
    if (testProject === '') await proveApi(api);
    else await readParameters(api, parseProjectPath(testProject, connection.server));
  } catch (error) {
    const isNew = issuedAt !== null && runtime.clock.now() - issuedAt < JUST_ISSUED_MS;
    if (isRefreshAuthError(error) && isNew) {
      throw new Problem('fresh-token-refused', { host: connection.server.host });
    }
    throw error;
  }
  return { user: userOf(connection.accessToken), host: connection.server.host };
}

async function proveApi(api: Api): Promise<void> {
  const url = workflowApi(api.server, NO_PROJECT, 'param');
  const answer = await call(api, { method: 'GET', url }).catch((error) => {
    throw unreachable(api.server.host, error);
  });
  const { status, body } = answer;
  if (body.form === 'html') throw notAnApi(api, 'a web page');
  if (status === 404) return;
  if (status === 403) {
    // Good as the token is, without a scope that was asked for nothing will work.
    const problem = forbidden(api, answer, 'Workflow Execution via APIs');
    if (isProblem(problem, 'token-refused')) throw problem;
    return;
  }
  throwForRefusal(api, answer, 'Workflow Execution via APIs');
  const hasParameters = status < 300 && Object.hasOwn(Object(body.json), 'paramValues');
  if (body.failure === null && !hasParameters) throw notAnApi(api, 'an unknown answer');
}

function notAnApi(api: Api, found: 'a web page' | 'an unknown answer'): Problem {
  return new Problem('not-an-omniscope-api', { host: api.server.host, found });
}

/** Who and where: what tells one connection from another in Zapier's list. */
export function connectionLabel(bundle: Bundle, runtime: Runtime): string {
  const { server, accessToken } = connectionOf(bundle, runtime);
  const user = userOf(accessToken);
  return user === null ? server.host : `${user} on ${server.host}`;
}
