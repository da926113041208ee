/** Which request meets which fault: a list of rules that can change at any time. */
import type { Request } from '../http/message.ts';
import { type EndpointKind, endpointKind } from './endpoint.ts';
import type { Fault } from './fault.ts';

export interface FaultRule {
  readonly on: EndpointKind | 'any';
  readonly method?: string;
  /** Only the nth request that the rule fits, counted from 1 when the rule is added. */
  readonly nth?: number;
  readonly fault: Fault;
}

export interface FaultPlan {
  /** The faults that this request meets, outermost first. Each call counts as one request. */
  faultsFor(request: Pick<Request, 'method' | 'url'>): readonly Fault[];
  readonly rules: readonly FaultRule[];
  /** Returns what takes the rule out again. */
  add(rule: FaultRule): () => void;
  clear(): void;
}

export function createFaultPlan(rules: readonly FaultRule[] = []): FaultPlan {
  let entries = rules.map((rule) => ({ rule, fitting: 0 }));
  return {
    faultsFor(request) {
      const kind = endpointKind(request);
      const triggered: Fault[] = [];
      for (const entry of entries) {
        const { on, method, nth, fault } = entry.rule;
        if (on !== 'any' && on !== kind) continue;
        if (method !== undefined && method !== request.method) continue;
        entry.fitting += 1;
        if (nth !== undefined && nth !== entry.fitting) continue;
        triggered.push(fault);
      }
      return triggered;
    },
    get rules() {
      return entries.map(({ rule }) => rule);
    },
    add(rule) {
      const added = { rule, fitting: 0 };
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
