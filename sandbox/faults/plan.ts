/** Which request is affected by which fault: a list of rules that can change at any time. */
import type { Request } from '../http/message.ts';
import { type EndpointKind, endpointKind } from './endpoint.ts';
import type { Fault } from './fault.ts';

export interface FaultRule {
  readonly on: EndpointKind | 'any';
  readonly method?: string;
  /** Only the nth request that the rule fits, counted from 1 when the rule is added. */
  readonly nth?: number;
  /** Not the nth request alone, but every one from there on for so many milliseconds. */
  readonly lastsMs?: number;
  readonly fault: Fault;
}

export interface FaultPlan {
  /**
   * The faults that this request triggers, outermost first. Each call counts as one request.
   *
   * @param now milliseconds, of any clock that moves on
   */
  faultsFor(request: Pick<Request, 'method' | 'url'>, now: number): readonly Fault[];
  readonly rules: readonly FaultRule[];
  /** Returns what takes the rule out again. */
  add(rule: FaultRule): () => void;
  clear(): void;
}

interface Entry {
  readonly rule: FaultRule;
  fitting: number;
  /** When a rule that lasts is over; undefined before it has begun. */
  endsAt?: number;
}

export function createFaultPlan(rules: readonly FaultRule[] = []): FaultPlan {
  let entries: Entry[] = rules.map((rule) => ({ rule, fitting: 0 }));
  return {
    faultsFor(request, now) {
      const kind = endpointKind(request);
      return entries
        .filter(({ rule }) => rule.on === 'any' || rule.on === kind)
        .filter(({ rule }) => rule.method === undefined || rule.method === request.method)
        .filter((entry) => isDue(entry, now))
        .map(({ rule }) => rule.fault);
    },
    get rules() {
      return entries.map(({ rule }) => rule);
    },
    add(rule) {
      const added: Entry = { rule, fitting: 0 };
      entries = [...entries, added];
      return () => {
        entries = entries.filter((entry) => entry !== added);
      };
    },
    clear() {
      entries = [];
    },
  };
}

/** Counts the request. */
function isDue(entry: Entry, now: number): boolean {
  const { nth, lastsMs } = entry.rule;
  entry.fitting += 1;
  if (lastsMs === undefined) return nth === undefined || nth === entry.fitting;
  if (entry.fitting < (nth ?? 1)) return false;
  entry.endsAt ??= now + lastsMs;
  return now < entry.endsAt;
}
