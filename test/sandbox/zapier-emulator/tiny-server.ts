/** A server for the tiny app: it knows tokens that end, and fails in every way on request. */
import { readBody } from '../../../sandbox/http/body.ts';
import { type Handler, type Outcome, replied } from '../../../sandbox/http/message.ts';
import { json, text } from '../../../sandbox/http/replies.ts';

export interface TinyServer {
  readonly handle: Handler;
  /** Access tokens that are good; `/token` adds `fresh-1`, `fresh-2`, … */
  readonly tokens: Set<string>;
  /** Set to 400 to refuse refreshes. */
  tokenStatus: number;
  /** What `/token` answers beside the access token. */
  tokenExtras: object;
  /** `POST /token` so far. */
  tokenRequests: number;
  /** How many more requests are answered with 429, and their Retry-After. */
  throttle: { times: number; retryAfter?: string };
  /** What came, in short. */
  readonly seen: {
    path: string;
    method: string;
    authorization: string | undefined;
    body: string;
  }[];
}

export function createTinyServer(): TinyServer {
  const server: TinyServer = {
    handle,
    tokens: new Set(['good']),
    tokenStatus: 200,
    tokenExtras: {},
    tokenRequests: 0,
    throttle: { times: 0 },
    seen: [],
  };

  async function handle(request: Parameters<Handler>[0]): Promise<Outcome> {
    const { pathname, searchParams } = new URL(request.url, 'https://tiny');
    const body = (await readBody(request.body, 1_000_000)).toString('utf8');
    const { authorization } = request.headers;
    server.seen.push({ path: pathname, method: request.method, authorization, body });
    switch (pathname) {
      case '/token':
        server.tokenRequests += 1;
        if (server.tokenStatus !== 200) return replied(text(server.tokenStatus, 'refused'));
        server.tokens.add(`fresh-${server.tokenRequests}`);
        return replied(
          json(200, { access_token: `fresh-${server.tokenRequests}`, ...server.tokenExtras }),
        );
      case '/hang':
        return { kind: 'hang' };
      case '/reset':
        return { kind: 'reset' };
      case '/half-reset':
        return { kind: 'partial', reply: text(200, 'a long answer'), bytes: 6, ending: 'reset' };
      case '/half-hang':
        return { kind: 'partial', reply: text(200, 'a long answer'), bytes: 6, ending: 'hang' };
      case '/moved':
        return replied(
          text(Number(searchParams.get('status') ?? 307), '', {
            location: searchParams.get('to') ?? '/elsewhere',
          }),
        );
      case '/echo': {
        const { method, headers, url } = request;
        const { 'content-type': contentType, 'user-agent': userAgent } = headers;
        const length = headers['content-length'];
        return replied(
          json(200, { method, url, authorization, contentType, userAgent, length, body }),
        );
      }
      case '/throttled':
        return replied(text(429, ''));
      case '/page':
        return replied(text(500, 'a page with the secret inside'));
    }
    if (server.throttle.times > 0) {
      server.throttle.times -= 1;
      const { retryAfter } = server.throttle;
      return replied(text(429, '', retryAfter === undefined ? {} : { 'retry-after': retryAfter }));
    }
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (!server.tokens.has(token)) return replied(text(401, 'expired'));
    if (pathname === '/fields') return replied(json(200, [{ key: 'dynamic' }]));
    return replied(json(200, { id: pathname, user: 'alice' }));
  }

  return server;
}
