/** Applies one fault to one request, around the handler that would have responded to it. */
import type { Clock } from '../clock.ts';
import { GATEWAY_PAGES } from '../gateway/pages.ts';
import { encodeReply } from '../http/encode-reply.ts';
import { type Handler, type Outcome, type Reply, type Request, replied } from '../http/message.ts';
import { html, json, text } from '../http/replies.ts';
import { bearerToken } from '../omniscope-server/access.ts';
import type { OmniscopeServer } from '../omniscope-server/omniscope-server.ts';
import { jobIdIn } from './endpoint.ts';
import type { Fault, FaultPhase } from './fault.ts';
import { redirectTarget } from './redirect-target.ts';

/** What faults change apart from a response. */
export interface FaultControls {
  readonly clock: Clock;
  readonly omniscope: Pick<OmniscopeServer, 'restart' | 'forgetJobOnce' | 'loseLambda'>;
  readonly tokens: {
    expire(token: string): void;
    revoke(token: string): void;
  };
}

export async function applyFault(
  fault: Fault,
  request: Request,
  next: Handler,
  controls: FaultControls,
): Promise<Outcome> {
  const { omniscope, tokens, clock } = controls;
  /** Has an effect before or after the server acts; gives the server's own outcome. */
  const around = async (phase: FaultPhase | undefined, effect: () => void | Promise<void>) => {
    if (phase !== 'after') await effect();
    const outcome = await next(request);
    if (phase === 'after') await effect();
    return outcome;
  };
  /** Responds in the server's place; with `after`, it has acted all the same. */
  const instead = async (phase: FaultPhase | undefined, outcome: Outcome) => {
    if (phase === 'after') await next(request);
    return outcome;
  };

  switch (fault.kind) {
    case 'expire-token':
    case 'revoke-token': {
      const token = bearerToken(request);
      if (token === undefined) return next(request);
      if (fault.kind === 'expire-token') tokens.expire(token);
      else tokens.revoke(token);
      return next(request);
    }
    case 'status':
    case 'gateway':
    case 'page':
    case 'json':
    case 'redirect':
      return instead(fault.phase, replied(substitute(fault, request, clock.now())));
    case 'hang':
    case 'reset': {
      const { phase, ...outcome } = fault;
      const isSent = outcome.stage === undefined || outcome.stage === 'response';
      return instead(isSent ? phase : 'before', outcome);
    }
    case 'close-kept-connection':
      return request.isReused ? { kind: 'reset', end: 'close' } : next(request);
    case 'malformed-json':
      return changeReply(await next(request), (reply) => ({ ...reply, body: `${reply.body}}` }));
    case 'truncated-json':
      return changeReply(await next(request), (reply) => ({ ...reply, body: firstHalf(reply) }));
    case 'encode':
      return changeReply(await next(request), (reply) => encodeReply(reply, fault));
    case 'partial': {
      const outcome = await next(request);
      if (outcome.kind !== 'reply') return outcome;
      const { reply } = outcome;
      return { kind: 'partial', reply, bytes: firstHalf(reply).length, ending: fault.ending };
    }
    case 'delay':
      return around(fault.phase, () => clock.sleep(fault.ms));
    case 'restart':
      return around(fault.phase, () => omniscope.restart());
    case 'forget-job':
      return toJob(request, next, (id) => omniscope.forgetJobOnce(id));
    case 'lose-lambda':
      return toJob(request, next, (id) => omniscope.loseLambda(id));
  }
}

type Substitute = Extract<Fault, { kind: 'status' | 'gateway' | 'page' | 'json' | 'redirect' }>;

function substitute(fault: Substitute, request: Request, now: number): Reply {
  switch (fault.kind) {
    case 'status': {
      const { status, retryAfter } = fault;
      const headers = retryAfter && { 'retry-after': retryAfterValue(retryAfter, now) };
      return text(status, `Error ${status}`, headers);
    }
    case 'gateway':
      return GATEWAY_PAGES[fault.page];
    case 'page':
      return html(fault.status ?? 200, 'Sign in', '<p>Welcome</p>');
    case 'json':
      return json(fault.status ?? 200, fault.value);
    case 'redirect': {
      const headers = { location: redirectTarget(fault.to, request) };
      return text(fault.status ?? 307, 'Moved', headers);
    }
  }
}

/** The job of a state request is affected before the server handles the request; a new one, once it is started. */
async function toJob(
  request: Request,
  next: Handler,
  effect: (jobId: string) => void,
): Promise<Outcome> {
  const asked = jobIdIn(request);
  if (asked !== undefined) effect(asked);
  const outcome = await next(request);
  const started = asked === undefined ? startedJob(outcome) : undefined;
  if (started !== undefined) effect(started);
  return outcome;
}

function startedJob(outcome: Outcome): string | undefined {
  if (outcome.kind !== 'reply' || outcome.reply.status !== 200) return undefined;
  return /"jobId":"([^"\\]+)"/.exec(String(outcome.reply.body))?.[1];
}

function changeReply(outcome: Outcome, change: (reply: Reply) => Reply): Outcome {
  return outcome.kind === 'reply' ? replied(change(outcome.reply)) : outcome;
}

function firstHalf({ body }: Reply): Uint8Array {
  const bytes = Buffer.from(body);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

function retryAfterValue(
  { form, seconds }: { readonly form: 'seconds' | 'date'; readonly seconds: number },
  now: number,
): string {
  return form === 'seconds' ? String(seconds) : new Date(now + seconds * 1000).toUTCString();
}
