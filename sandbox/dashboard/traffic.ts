/** The requests as they come, with what became of each on the wire, for the page to show. */

import { tokenFingerprint } from '../authorization-server/token-hash.ts';
import { type EndpointKind, endpointKind } from '../faults/endpoint.ts';
import type { FaultyHandler } from '../faults/with-faults.ts';
import type { Handler, Outcome } from '../http/message.ts';
import { bearerToken } from '../omniscope-server/access.ts';
import { faultTitle } from './fault-switches.ts';
import { refusalReason } from './refusal-reason.ts';

export interface Exchange {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** As on the wire, without the query: an authorization code may stand there. */
  readonly path: string;
  readonly endpoint: EndpointKind;
  /** The fingerprint of the access token, or null without one. */
  readonly token: string | null;
  /** Titles of the faults that it met. */
  readonly faults: readonly string[];
  /** In words or as a status; null while the server is at it. */
  outcome: string | null;
  /** Why the request was refused, in the server's words; null where it was not. */
  reason: string | null;
}

export interface Traffic {
  readonly handle: Handler;
  /** The newest exchanges, oldest first. */
  readonly exchanges: readonly Exchange[];
}

/** More than a person reads, and few enough to send every second. */
const KEPT = 200;

export function watchTraffic(faulty: FaultyHandler, now: () => number): Traffic {
  const exchanges: Exchange[] = [];
  let count = 0;

  return {
    exchanges,
    async handle(request) {
      const [path = ''] = request.url.split('?');
      const metBefore = faulty.triggered.length;
      // The faults are decided on before the first wait, so those that are new now are this request's.
      const answering = faulty.handle(request);
      const faults = faulty.triggered.slice(metBefore).map(({ fault }) => faultTitle(fault));
      const token = bearerToken(request);
      count += 1;
      const exchange: Exchange = {
        id: count,
        at: now(),
        method: request.method,
        path,
        endpoint: endpointKind(request),
        token: token === undefined ? null : tokenFingerprint(token),
        faults,
        outcome: null,
        reason: null,
      };
      exchanges.push(exchange);
      if (exchanges.length > KEPT) exchanges.shift();
      try {
        const outcome = await answering;
        exchange.outcome = inWords(outcome);
        exchange.reason = refusalReason(outcome);
        return outcome;
      } catch (error) {
        exchange.outcome = 'failed';
        throw error;
      }
    },
  };
}

function inWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'reply':
      return String(outcome.reply.status);
    case 'hang':
      return 'no answer';
    case 'reset':
      return 'connection broken';
    case 'partial':
      return `${outcome.reply.status}, broken off`;
  }
}
