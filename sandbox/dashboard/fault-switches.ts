/** The faults that a person has switched on at the page. */
import { type FaultName, faultEntry, SWITCHABLE_FAULTS } from '../faults/catalogue.ts';
import type { EndpointKind } from '../faults/endpoint.ts';
import type { Fault } from '../faults/fault.ts';
import type { FaultPlan } from '../faults/plan.ts';
import type { TriggeredFault } from '../faults/with-faults.ts';

export interface FaultSwitch {
  readonly id: number;
  readonly title: string;
  readonly on: EndpointKind | 'any';
  /** Only the next request that it fits; otherwise every one until it is switched off. */
  readonly once: boolean;
}

export interface FaultSwitches {
  /** Those still on: one that was for a single request goes off with it. */
  list(): readonly FaultSwitch[];
  add(name: FaultName, on: EndpointKind | 'any', once: boolean): void;
  /** @returns false for an unknown id, or one that was removed already. */
  remove(id: number): boolean;
}

interface Entry extends FaultSwitch {
  readonly fault: Fault;
  takeOut(): void;
}

export function createFaultSwitches(
  plan: FaultPlan,
  triggered: readonly TriggeredFault[],
): FaultSwitches {
  let entries: Entry[] = [];
  let count = 0;

  function drop(gone: (entry: Entry) => boolean): void {
    for (const entry of entries.filter(gone)) entry.takeOut();
    entries = entries.filter((entry) => !gone(entry));
  }

  return {
    list() {
      drop(({ once, fault }) => once && triggered.some((one) => one.fault === fault));
      return entries.map(({ id, title, on, once }) => ({ id, title, on, once }));
    },
    add(name, on, once) {
      const { title, fault: known } = faultEntry(name);
      // A copy of its own, by which it is recognised among the faults that were met.
      const fault: Fault = { ...known };
      count += 1;
      const takeOut = plan.add({ on, fault, ...(once && { nth: 1 }) });
      entries.push({ id: count, title, on, once, fault, takeOut });
    },
    remove(id) {
      const isOn = entries.some((entry) => entry.id === id);
      drop((entry) => entry.id === id);
      return isOn;
    },
  };
}

/** A fault's name for a person; its kind where the catalogue has no such fault. */
export function faultTitle(fault: Fault): string {
  const text = JSON.stringify(fault);
  const known = [...SWITCHABLE_FAULTS.values()].find(
    (entry) => JSON.stringify(entry.fault) === text,
  );
  return known?.title ?? fault.kind;
}
