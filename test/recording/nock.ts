/**
 * The one module that knows nock. Importing it turns the network off, until `openNetwork` or the end.
 * Who has imported it calls `release` at the end: nock changes Node's own modules.
 */
import nock from 'nock';
import type { Exchange } from './recording.ts';
import { decompressed } from './scrub.ts';

nock.disableNetConnect();

/** For recording. */
export function openNetwork(): void {
  nock.enableNetConnect();
}

/** Everything is again as it was before the import. */
export function release(): void {
  nock.cleanAll();
  nock.restore();
  nock.enableNetConnect();
}

/** Runs `work` on the open network, and gives what was said between it and `origins`. */
export async function record<T>(
  origins: readonly string[],
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly exchanges: Exchange[] }> {
  nock.recorder.clear();
  nock.recorder.rec({ dont_print: true, output_objects: true });
  try {
    const value = await work();
    const recorded = nock.recorder.play().filter((entry) => typeof entry !== 'string');
    return { value, exchanges: recorded.filter(isFrom(origins)).map(toExchange) };
  } finally {
    nock.restore();
    nock.recorder.clear();
    nock.activate();
  }
}

/** A request of a replay, as the app sent it. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/**
 * Runs `work` with the network off and the recorded answers in its place, each given once, in order.
 * Bodies are no part of the matching; they are given back to be looked at.
 *
 * @throws when a request has no recorded answer, or an answer was never asked for
 */
export async function replay<T>(
  exchanges: readonly Exchange[],
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly sent: SentRequest[] }> {
  const sent: SentRequest[] = [];
  const unmatched: string[] = [];
  const onNoMatch = (request: unknown) => unmatched.push(nameOf(request));
  nock.emitter.on('no match', onNoMatch);
  try {
    for (const { request, answer } of exchanges) {
      const { origin, pathname, search } = new URL(request.url);
      nock(origin)
        .intercept(pathname + search, request.method)
        .reply(answer.status, textOf(answer.body), { ...answer.headers })
        .on('request', ({ headers }, _interceptor, body: string) => {
          sent.push({ method: request.method, url: request.url, headers, body: parsed(body) });
        });
    }
    const value = await work().finally(() => {
      if (unmatched.length > 0) throw new Error(`Not in the recording: ${unmatched.join(', ')}`);
    });
    const unused = nock.pendingMocks();
    if (unused.length > 0) throw new Error(`Recorded and never asked for: ${unused.join(', ')}`);
    return { value, sent };
  } finally {
    nock.emitter.off('no match', onNoMatch);
    nock.cleanAll();
  }
}

/** The next POST to `url` is answered, or fails, without any socket; then nothing is left to answer. */
export async function standIn<T>(
  url: string,
  outcome: { status: number; json: object } | Error,
  work: () => Promise<T>,
): Promise<T> {
  const { origin, pathname } = new URL(url);
  const interceptor = nock(origin).post(pathname);
  if (outcome instanceof Error) interceptor.replyWithError(outcome);
  else interceptor.reply(outcome.status, JSON.stringify(outcome.json));
  return work().finally(() => nock.cleanAll());
}

/** All others are the transport's, or might hold something that is nobody's business. */
const KEPT_HEADERS = new Set([
  'content-type',
  'content-disposition',
  'location',
  'retry-after',
  'www-authenticate',
]);

function isFrom(origins: readonly string[]) {
  return ({ scope }: nock.Definition) => origins.includes(new URL(String(scope)).origin);
}

function toExchange(definition: nock.Definition): Exchange {
  const { scope, path, method = 'GET', body = '', status = 0, response = '' } = definition;
  const headers = headersOf(definition.rawHeaders);
  const encoding = headers.get('content-encoding') ?? '';
  return {
    request: {
      method,
      url: new URL(String(path), String(scope)).href,
      body: typeof body === 'string' ? parsed(body) : body,
    },
    answer: {
      status,
      headers: Object.fromEntries([...headers].filter(([name]) => KEPT_HEADERS.has(name))),
      body: encoding === '' ? response : parsed(decoded(response, encoding)),
    },
  };
}

/** Fact (nock 14): what came compressed is kept as a list of chunks in hexadecimal. */
function decoded(response: unknown, encoding: string): string {
  const chunks = Array.isArray(response) ? response : [response];
  const bytes = Buffer.concat(chunks.map((chunk) => Buffer.from(String(chunk), 'hex')));
  return decompressed(bytes, encoding).toString('utf8');
}

/** Names in lower case. nock gives a flat list of names and values, or an object. */
function headersOf(raw: unknown): Map<string, string> {
  const pairs: [string, unknown][] = Array.isArray(raw)
    ? raw.flatMap((name, index): [string, unknown][] =>
        index % 2 === 0 ? [[String(name), raw[index + 1]]] : [],
      )
    : Object.entries(Object(raw));
  return new Map(pairs.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function nameOf(request: unknown): string {
  const { method, path, host } = Object(request);
  return `${method} ${host ?? ''}${path}`;
}
