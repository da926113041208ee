import { createApp } from '../../index.ts';
import { createAppHandler } from '../../sandbox/zapier-emulator/core-internals.ts';
import type { Runtime } from '../../src/zapier/platform/runtime.ts';

/** Runs one method of the app through Zapier's core, as its own app tester does. */
export type RunMethod = (method: string, inputData: object) => Promise<unknown>;

export function createPlayer(runtime: Partial<Runtime>, authData: object): RunMethod {
  const handler = createAppHandler(createApp(runtime));
  // What stands in for `z.cache` in the core's app tester; without it, the core would call Zapier.
  const zcacheTestObj = {};
  return async (method, inputData) => {
    const bundle = { authData, inputData, meta: { zap: { id: 'zap-1' }, isLoadingSample: false } };
    const event = { command: 'execute', method, bundle, zcacheTestObj, calledFromCli: true };
    const { results } = await handler(event);
    return JSON.parse(JSON.stringify(results));
  };
}
