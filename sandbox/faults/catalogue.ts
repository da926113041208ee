/** The faults by name: for the switches on the dashboard, and for plans. */
import { GATEWAY_PAGES, type GatewayPage } from '../gateway/pages.ts';
import { type CatalogueEntry, CONNECTION_FAULTS, SERVER_FAULTS } from './catalogue-entries.ts';

/** A response of something in front of the server. */
type GatewayFaultName = `gateway: ${GatewayPage}`;
/** A failure before the request is sent, which only a simulation can aim at a request. */
type ConnectionFaultName = keyof typeof CONNECTION_FAULTS;
export type FaultName = keyof typeof SERVER_FAULTS | ConnectionFaultName | GatewayFaultName;

const gateway = new Map<string, CatalogueEntry>();
for (const page of keysOf(GATEWAY_PAGES)) {
  const title = `${page}, in the server's place`;
  gateway.set(gatewayFault(page), { title, on: 'any', fault: { kind: 'gateway', page } });
}

function gatewayFault(page: GatewayPage): GatewayFaultName {
  return `gateway: ${page}`;
}

export const GATEWAY_FAULT_NAMES = keysOf(GATEWAY_PAGES).map(gatewayFault);
export const CONNECTION_FAULT_NAMES = keysOf(CONNECTION_FAULTS);
export const SERVER_FAULT_NAMES = keysOf(SERVER_FAULTS);

/** What can be switched on for a server on real sockets. */
export const SWITCHABLE_FAULTS: ReadonlyMap<string, CatalogueEntry> = new Map([
  ...Object.entries(SERVER_FAULTS),
  ...gateway,
]);

export function isSwitchable(name: string): name is Exclude<FaultName, ConnectionFaultName> {
  return SWITCHABLE_FAULTS.has(name);
}

export function faultEntry(name: FaultName): CatalogueEntry {
  const entry = SWITCHABLE_FAULTS.get(name) ?? new Map(Object.entries(CONNECTION_FAULTS)).get(name);
  if (entry === undefined) throw new Error(`no such fault: ${name}`);
  return entry;
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  const isKey = (key: string): key is Key => Object.hasOwn(record, key);
  return Object.keys(record).filter(isKey);
}
