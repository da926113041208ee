/** Puts a fault plan in front of a server, which knows nothing of it. */
import type { Handler } from '../http/message.ts';
import { actOut, type FaultControls } from './apply-fault.ts';
import { type EndpointKind, endpointKind } from './endpoint.ts';
import type { Fault } from './fault.ts';
import type { FaultPlan } from './plan.ts';

export interface MetFault {
  readonly at: number;
  readonly endpoint: EndpointKind;
  /** Path as on the wire, without the query. */
  readonly path: string;
  readonly fault: Fault;
}

export interface FaultyHandler {
  readonly handle: Handler;
  /** Every fault that a request has met, in order. */
  readonly met: readonly MetFault[];
}

export function withFaults(
  handler: Handler,
  plan: FaultPlan,
  controls: FaultControls,
): FaultyHandler {
  const met: MetFault[] = [];
  return {
    met,
    handle(request) {
      const [path = ''] = request.url.split('?');
      const faults = plan.faultsFor(request);
      for (const fault of faults) {
        met.push({ at: controls.clock.now(), endpoint: endpointKind(request), path, fault });
      }
      const faulty = faults.reduceRight<Handler>(
        (next, fault) => (each) => actOut(fault, each, next, controls),
        handler,
      );
      return faulty(request);
    },
  };
}
