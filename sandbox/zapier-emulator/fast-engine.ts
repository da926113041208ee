/**
 * Runs the app's methods in virtual time, with an in-process network in place of sockets: thousands of
 * steps a second. The pipeline around a method is the core's own, part by part; what it is freed of is
 * sockets, the log's transport and the compilation of the app on every call.
 */
import type { Cache } from './cache.ts';
import {
  addAppContext,
  applyMiddleware,
  type CompiledApp,
  type CoreInput,
  type CoreOutput,
  catchCallback,
  checkOutput,
  execute as executeMethod,
  injectZ,
} from './core-internals.ts';
import {
  type Call,
  type Engine,
  type Execution,
  type ExecutionEnd,
  jsonCopy,
  type LogEntry,
  type RequestRecord,
} from './engine.ts';
import { toErrorResult } from './error-result.ts';
import type { Network } from './fast-engine/network.ts';
import { createRequestClient } from './fast-engine/request-client.ts';

export interface FastEngineOptions {
  readonly app: object;
  readonly cache: Cache;
  readonly network: Network;
}

export function createFastEngine({ app, cache, network }: FastEngineOptions): Engine {
  const compiled = definitionOf(app);
  const logs: LogEntry[] = [];

  function execute(call: Call): Execution {
    const requests: RequestRecord[] = [];
    const life = new AbortController();
    const killed = life.signal;
    /** Nothing reaches a killed process any more. */
    const whileAlive = async <T>(work: () => Promise<T>): Promise<T> => {
      if (killed.aborted) return new Promise(() => {});
      const settled = await Promise.allSettled([work()]);
      if (killed.aborted) return new Promise(() => {});
      const [end] = settled;
      if (end.status === 'rejected') throw end.reason;
      return end.value;
    };

    const bundle = jsonCopy(call.bundle);
    const event = {
      command: 'execute',
      method: call.method,
      bundle,
      callback_url: call.callbackUrl,
    };
    const input: CoreInput = {
      bundle,
      _zapier: {
        app: compiled,
        event,
        promises: [],
        rpc: (method, ...parameters) =>
          whileAlive(() => cache.call(method, jsonCopy(parameters), call.owner).catch(asRpcError)),
        logger: async (message, data) => {
          if (data.log_type !== 'http') logs.push({ message, data });
        },
        logBuffer: [],
        whatHappened: [],
      },
    };

    function withZ(given: CoreInput) {
      const equipped = injectZ(given);
      const { request: _, ...z } = equipped.z;
      const client = {
        app: compiled,
        input: equipped,
        z,
        bundle,
        verifySSL: call.verifySSL ?? true,
        network,
        requests,
        killed,
      };
      equipped.z.request = createRequestClient({ ...client, whileAlive });
      return equipped;
    }

    const run = applyMiddleware<CoreInput, CoreOutput>(
      [addAppContext, withZ],
      [checkOutput, catchCallback],
      async (equipped) => executeMethod(compiled, equipped),
    );
    const end = run(input).then(
      ({ results, status }): ExecutionEnd => ({
        kind: 'returned',
        results: jsonCopy(results),
        callbackRequested: status === 'CALLBACK',
      }),
      (error: unknown): ExecutionEnd => ({ kind: 'threw', error: toErrorResult(error) }),
    );
    return {
      end,
      requests,
      kill: () => life.abort('killed'),
    };
  }

  return { app, cache, logs, execute, close: async () => {} };
}

/**
 * Spares the core's compilation, which costs as much as a dozen requests, once for each engine. For an
 * app without `resources` it only adds the empty parts.
 */
function definitionOf(app: object): CompiledApp {
  if ('resources' in app) throw new Error('The fast engine does not know `resources`.');
  return { triggers: {}, creates: {}, searches: {}, ...app };
}

/** Documented (core 19.1.0): the message that the core's RPC client makes of an error. */
function asRpcError(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new Error(`RPC request failed after 1 attempts: ${reason}`);
}
