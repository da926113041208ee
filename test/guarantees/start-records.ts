/** What came of each request that was to start a job, as it went over the wire to the app. */
import { endpointKind } from '../../sandbox/faults/endpoint.ts';
import type { Handler, Outcome } from '../../sandbox/http/message.ts';

/**
 * - `started`: the answer names the job;
 * - `refused`: the answer says that there is none;
 * - `uncertain`: no answer, or one that tells neither.
 */
export type StartAnswer = 'started' | 'refused' | 'uncertain';

export function recordStarts(handler: Handler, answers: StartAnswer[]): Handler {
  return async (request) => {
    const outcome = await handler(request);
    if (endpointKind(request) === 'start') answers.push(read(outcome));
    return outcome;
  };
}

function read(outcome: Outcome): StartAnswer {
  // The platform acts on a 401 as soon as its head is there.
  if (outcome.kind === 'partial' && outcome.reply.status === 401) return 'refused';
  if (outcome.kind !== 'reply') return 'uncertain';
  const { status, body } = outcome.reply;
  const json = parse(String(body));
  if (status < 300 && typeof json.jobId === 'string') return 'started';
  if (typeof json.errorType === 'string') return 'refused';
  return status >= 300 && status < 500 ? 'refused' : 'uncertain';
}

function parse(text: string): { jobId?: unknown; errorType?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
