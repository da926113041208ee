import { randomBytes } from 'node:crypto';
import { type Clock, systemClock } from '../../omniscope/clock.ts';

/** What the app takes from the world around it; passed in, so that tests can pass in another. */
export interface Runtime {
  clock: Clock;
  /** So many random bytes, in hexadecimal: unique names. They are no secrets. */
  randomHex(bytes: number): string;
  /**
   * The process environment, read when it is needed: Zapier sets it per invocation, after import.
   * CLIENT_ID, CLIENT_SECRET: a client of the one server in OMNISCOPE_SERVER_URL.
   * OMNISCOPE_SANDBOX_ORIGIN: the one origin exempt from the server address rules.
   */
  environment(): Readonly<Record<string, string | undefined>>;
}

/** A random number from 0 to below 1. */
export function randomFraction(runtime: Pick<Runtime, 'randomHex'>): number {
  return Number.parseInt(runtime.randomHex(4), 16) / 2 ** 32;
}

export const systemRuntime: Runtime = {
  clock: systemClock,
  randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  environment: () => process.env,
};
