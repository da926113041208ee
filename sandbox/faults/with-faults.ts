/** Applies a fault plan to the requests of a server. */
import type { Handler } from '../http/message.ts';
import { applyFault, type FaultControls } from './apply-fault.ts';
import { type EndpointKind, endpointKind } from './endpoint.ts';
import type { Fault } from './fault.ts';
import type { FaultPlan } from './plan.ts';

export interface TriggeredFault {
  readonly at: number;
  readonly endpoint: EndpointKind;
  /** Path as on the wire, without the query. */
  readonly path: string;
  readonly fault: Fault;
}

export interface FaultyHandler {
  readonly handle: Handler;
  /** Every fault that was triggered, in order. */
  readonly triggered: readonly TriggeredFault[];
}

export function withFaults(
  handler: Handler,
  plan: FaultPlan,
  controls: FaultControls,
): FaultyHandler {
  const triggered: TriggeredFault[] = [];
  return {
    triggered,
    handle(request) {
      const [path = ''] = request.url.split('?');
      const at = controls.clock.now();
      const faults = plan.faultsFor(request, at);
      for (const fault of faults) {
        triggered.push({ at, endpoint: endpointKind(request), path, fault });
      }
      const faulty = faults.reduceRight<Handler>(
        (next, fault) => (each) => applyFault(fault, each, next, controls),
        handler,
      );
      return faulty(request);
    },
  };
}
