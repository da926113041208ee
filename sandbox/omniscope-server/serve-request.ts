/** One request from its arrival to its reply: routed, authenticated, handled, logged. */
import { type Handler, type Reply, type Request, replied } from '../http/message.ts';
import { text } from '../http/replies.ts';
import { authenticate, bearerToken, type VerifyToken } from './access.ts';
import { HttpError, pageNotFound } from './http-error.ts';
import { projectApi } from './project-api.ts';
import { projectPage } from './project-page.ts';
import { type RequestLog, tokenStart } from './request-log.ts';
import { parseRoute } from './route.ts';
import type { ServerState } from './server-state.ts';
import { workflowApi } from './workflow-api.ts';

export interface ServeOptions {
  readonly server: ServerState;
  readonly verifyToken: VerifyToken;
  readonly log: RequestLog;
  readonly pathPrefix: string;
  /** The node of the server that these requests reach. */
  readonly node: string;
}

export function serveRequests({ server, verifyToken, log, ...options }: ServeOptions): Handler {
  const { pathPrefix, node } = options;
  const { clock, assumptions, projects, executions } = server;

  async function reply(request: Request, token: string | undefined, seen: { user?: string }) {
    const route = parseRoute(request.url, assumptions, pathPrefix);
    if (route.kind === 'malformed') return text(400, `Bad request: ${route.reason}`);
    if (route.kind === 'nothing') return pageNotFound();
    if (route.kind === 'page') return projectPage(projects.find(route.project));
    const { rejectedToken } = assumptions;
    const principal = await authenticate(token, verifyToken, clock.now(), rejectedToken);
    seen.user = principal.user;
    executions.advance(clock.now());
    const call = { server, request, principal, node };
    return route.kind === 'workflow'
      ? workflowApi(call, route.project, route.endpoint)
      : projectApi(call, route.folder, route.endpoint);
  }

  function errorReply(error: unknown): Reply {
    if (error instanceof HttpError) return error.reply;
    throw error;
  }

  return async (request) => {
    const at = clock.now();
    const token = bearerToken(request);
    const seen: { user?: string } = {};
    const given = await reply(request, token, seen).catch(errorReply);
    const { method, url } = request;
    const [path = ''] = url.split('?');
    const { status } = given;
    log.add({ at, method, path, status, user: seen.user ?? null, token: tokenStart(token) });
    return replied(given);
  };
}
