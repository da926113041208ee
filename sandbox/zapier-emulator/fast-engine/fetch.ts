/**
 * One request of the fast engine, behaving as the node-fetch that the core uses. Missing are the socket
 * and what the app does without: redirects are not followed, and only the request's signal ends it.
 */
import type { Readable } from 'node:stream';
import type { Request, Response } from 'node-fetch';
import type { ConnectionStage, Outcome, Request as SandboxRequest } from '../../http/message.ts';
import { type CoreRequest, nodeFetch } from '../core-internals.ts';
import type { RequestRecord } from '../engine.ts';
import { type FastConnection, openConnection } from './agent-connection.ts';
import { bodyOf } from './body.ts';
import { errorCode } from './connection-errors.ts';
import type { Network } from './network.ts';
import { untilAborted } from './until-aborted.ts';
import { upload } from './upload.ts';

export interface FetchContext {
  readonly network: Network;
  /** Each request is added when it is sent; its result is filled in when there is one. */
  readonly requests: RequestRecord[];
  /** Aborted when the process is killed, which breaks off what is still being sent. */
  readonly killed: AbortSignal;
}

/** Documented (node-fetch 2.7): what it sends where the request says nothing else. */
const DEFAULT_HEADERS = {
  accept: '*/*',
  'user-agent': 'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
};

/** Sends the request and gives a node-fetch Response, or rejects with one of node-fetch's errors. */
export async function fetchInProcess(
  options: CoreRequest,
  context: FetchContext,
): Promise<Response> {
  const { url, method, headers, body, signal, size = 0 } = options;
  if (options.timeout) throw new Error('The fast engine has no timeout; give a signal.');
  const request = new nodeFetch.Request(url, {
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(body !== undefined && { body }),
  });
  const { response, connection } = await exchange(request, options.agent, signal, context);
  const location = locationOf(request.url, response);
  if (location !== undefined && options.redirect !== 'manual') {
    throw new Error("The fast engine follows no redirects; say redirect: 'manual'.");
  }
  connection.respond(response);
  const responseHeaders = new nodeFetch.Headers();
  for (const [name, value] of Object.entries(response.reply.headers)) {
    for (const one of typeof value === 'string' ? [value] : value)
      responseHeaders.append(name, one);
  }
  // Documented (node-fetch 2.7): a redirect that is not followed has its Location made absolute.
  if (location !== undefined) responseHeaders.set('location', location);
  const { status } = response.reply;
  const init = { url: request.url, status, headers: responseHeaders, size };
  return new nodeFetch.Response(bodyOf(response, signal), init);
}

type Answered = Extract<Outcome, { readonly kind: 'reply' | 'partial' }>;

/** One request and its response. */
async function exchange(
  request: Request,
  agent: unknown,
  signal: AbortSignal | undefined,
  { network, requests, killed }: FetchContext,
): Promise<{ response: Answered; connection: FastConnection }> {
  const url = new URL(request.url);
  if (signal?.aborted) throw new nodeFetch.AbortError('The user aborted a request.');
  const record: RequestRecord & { result: string | number } = {
    method: request.method,
    url: `${url.origin}${url.pathname}`,
    result: 'unanswered',
  };
  requests.push(record);

  const sending = isStream(request.body) ? upload(request.body) : undefined;
  const connection = openConnection(agent, url, sending);
  const route = network(url.origin) ?? { unreachable: 'ENOTFOUND' };
  if (typeof route !== 'function') {
    record.result = route.unreachable;
    connection.reach(isTlsCode(route.unreachable) ? 'tls' : 'connect');
    throw systemError(request.url, route.unreachable);
  }
  if (sending !== undefined) killed.addEventListener('abort', sending.breakOff, { once: true });
  const { isReused } = connection;
  const sent = { ...toSandboxRequest(request, url, sending?.body), isReused };
  // A request that is being worked on has come over a connection.
  let stage: ConnectionStage = 'response';
  const response = route(sent).then((outcome) => {
    if ('stage' in outcome) stage = outcome.stage ?? stage;
    return outcome;
  });
  const outcome = await untilAborted(response, signal).finally(() => {
    connection.reach(stage);
    if (sending !== undefined) killed.removeEventListener('abort', sending.breakOff);
  });
  if (outcome === 'aborted' || outcome.kind === 'reset') connection.fail();
  if (outcome === 'aborted') {
    sending?.breakOff();
    record.result = 'aborted';
    throw new nodeFetch.AbortError('The user aborted a request.');
  }
  record.result = outcome.kind === 'reset' ? errorCode(outcome) : outcome.reply.status;
  if (outcome.kind === 'reset') throw systemError(request.url, errorCode(outcome));
  return { response: outcome, connection };
}

function toSandboxRequest(
  request: Request,
  url: URL,
  stream: Readable | undefined,
): SandboxRequest {
  const whole = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const headers = Object.fromEntries(request.headers);
  const framing =
    stream === undefined
      ? { 'content-length': String(whole.byteLength) }
      : headers['content-length'] === undefined && { 'transfer-encoding': 'chunked' };
  return {
    method: request.method,
    url: `${url.pathname}${url.search}`,
    headers: { ...DEFAULT_HEADERS, ...headers, host: url.host, ...framing },
    body: stream ?? whole,
  };
}

const REDIRECTS = [301, 302, 303, 307, 308];

/** Where a response points, absolute; undefined when it points nowhere. */
function locationOf(url: string, { reply }: Answered): string | undefined {
  const { location } = reply.headers;
  if (!REDIRECTS.includes(reply.status) || typeof location !== 'string') return undefined;
  return URL.canParse(location, url) ? new URL(location, url).href : undefined;
}

/** node-fetch keeps a text or Buffer as a Buffer, whatever its types say. */
function isStream(body: unknown): body is NodeJS.ReadableStream {
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body);
}

function isTlsCode(code: string): boolean {
  return /CERT|SSL|TLS|SIGNATURE|EPROTO/.test(code);
}

function systemError(url: string, code: string): Error {
  const cause = Object.assign(new Error(code), { code, errno: code });
  return new nodeFetch.FetchError(`request to ${url} failed, reason: ${code}`, 'system', cause);
}
