/** What the app was told in response to the requests that matter, as it went over the wire. */
import { brotliDecompressSync, gunzipSync, inflateRawSync } from 'node:zlib';
import type { Clock } from '../../sandbox/clock.ts';
import { endpointKind } from '../../sandbox/faults/endpoint.ts';
import type { FaultyHandler } from '../../sandbox/faults/with-faults.ts';
import type { Handler, Outcome, Reply } from '../../sandbox/http/message.ts';

/**
 * - `started`: the response names the job;
 * - `refused`: the response says that there is none, or the request was never sent;
 * - `uncertain`: no response, or one that tells neither;
 * - `either`: a response in the server's place that may mean the one or the other.
 */
export type StartResponse = 'started' | 'refused' | 'uncertain' | 'either';

/** A request for a job's state. */
export interface StateResponse {
  readonly at: number;
  /** Whether the response told the state. */
  readonly toldState: boolean;
}

export function recordStarts(
  { handle, triggered }: FaultyHandler,
  starts: StartResponse[],
): Handler {
  return async (request) => {
    const before = triggered.length;
    const response = handle(request);
    // A request's faults are known as soon as it arrives.
    const byGateway = triggered.slice(before).some(({ fault }) => fault.kind === 'gateway');
    const outcome = await response;
    if (endpointKind(request) === 'start') starts.push(readStart(outcome, byGateway));
    return outcome;
  };
}

export function recordStates(handler: Handler, states: StateResponse[], clock: Clock): Handler {
  return async (request) => {
    const outcome = await handler(request);
    if (endpointKind(request) === 'state') {
      const json = outcome.kind === 'reply' ? parse(outcome.reply) : {};
      states.push({ at: clock.now(), toldState: typeof json.jobState === 'string' });
    }
    return outcome;
  };
}

function readStart(outcome: Outcome, byGateway: boolean): StartResponse {
  const isSent = !('stage' in outcome) || outcome.stage === 'response';
  if (!isSent) return 'refused';
  // The platform acts on a 401 as soon as its head is there.
  if (outcome.kind === 'partial' && outcome.reply.status === 401) return 'refused';
  if (outcome.kind !== 'reply') return 'uncertain';
  const { status } = outcome.reply;
  const json = parse(outcome.reply);
  if (status < 300 && typeof json.jobId === 'string') return 'started';
  if (typeof json.errorType === 'string') return 'refused';
  if (status < 300 || status >= 500) return 'uncertain';
  return byGateway ? 'either' : 'refused';
}

function parse(reply: Reply): { jobId?: unknown; jobState?: unknown; errorType?: unknown } {
  try {
    return Object(JSON.parse(decode(reply)));
  } catch {
    return {};
  }
}

function decode({ headers, body }: Reply): string {
  const [, charset = 'utf-8'] = /charset=([\w-]+)/i.exec(String(headers['content-type'])) ?? [];
  const bytes = Buffer.from(body);
  switch (String(headers['content-encoding'] ?? '').toLowerCase()) {
    case 'gzip':
      return new TextDecoder(charset).decode(gunzipSync(bytes));
    case 'deflate':
      return new TextDecoder(charset).decode(inflateRawSync(bytes));
    case 'br':
      return new TextDecoder(charset).decode(brotliDecompressSync(bytes));
    default:
      return new TextDecoder(charset).decode(bytes);
  }
}
