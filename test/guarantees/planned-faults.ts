/** The faults of a schedule: which one, at which endpoint, for which request or how long. */
import fc from 'fast-check';
import {
  CONNECTION_FAULT_NAMES,
  type FaultName,
  faultEntry,
  GATEWAY_FAULT_NAMES,
  SERVER_FAULT_NAMES,
} from '../../sandbox/faults/catalogue.ts';
import type { EndpointKind } from '../../sandbox/faults/endpoint.ts';
import type { FaultRule } from '../../sandbox/faults/plan.ts';

export interface PlannedFault {
  readonly name: FaultName;
  readonly on: EndpointKind;
  readonly nth: number;
  /** Not the nth request alone, but all from there on for so long. */
  readonly lastsMs?: number;
}

/** Where a fault of the sort `any` is put; each with the names that make sense there. */
const ENDPOINTS: readonly EndpointKind[] = ['start', 'state', 'token', 'param'];

/** zlib decodes in threads of its own, for which virtual time does not wait: sockets have a test of it. */
const isCompressed = (name: FaultName) => {
  const { fault } = faultEntry(name);
  return fault.kind === 'encode' && fault.coding !== undefined;
};
const anyOf = (names: readonly FaultName[]) =>
  fc.constantFrom(...names.filter((name) => !isCompressed(name)));

export const fault: fc.Arbitrary<PlannedFault> = fc
  .record({
    name: fc.oneof(
      { weight: 6, arbitrary: anyOf(SERVER_FAULT_NAMES) },
      { weight: 3, arbitrary: anyOf(GATEWAY_FAULT_NAMES) },
      { weight: 2, arbitrary: anyOf(CONNECTION_FAULT_NAMES) },
    ),
    anywhere: fc.constantFrom(...ENDPOINTS),
    nth: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ name, anywhere, nth }) => {
    const { on } = faultEntry(name);
    const endpoint = on === 'any' ? anywhere : on;
    // The first start and the first refresh are mostly the only ones.
    return { name, on: endpoint, nth: endpoint === 'state' ? nth : Math.ceil(nth / 3) };
  });

/** What a deployment, a restarted proxy or a firewall does to polls for a while. */
const SPELLS: readonly FaultName[] = ['status 403', 'status 404', ...GATEWAY_FAULT_NAMES];

/** Short enough that a bare status in place of a job's state has to be doubted until it is over. */
export const spell: fc.Arbitrary<PlannedFault> = fc.record({
  name: anyOf(SPELLS),
  on: fc.constant<EndpointKind>('state'),
  nth: fc.integer({ min: 2, max: 6 }),
  lastsMs: fc.integer({ min: 1_000, max: 15_000 }),
});

export function rulesOf(faults: readonly PlannedFault[]): FaultRule[] {
  return faults.map(({ name, ...rule }) => ({ ...rule, fault: faultEntry(name).fault }));
}
