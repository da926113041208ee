/**
 * Runs the app through zapier-platform-core's own handler, as Zapier does: real sockets, the real
 * clock, the core's own errors, logs and cache client. Its services stand on loopback.
 *
 * Documented (core 19.1.0): from its 250th call on, the handler ends the process when it holds more than
 * 450 MB. Load tests run the sandbox in a process of its own.
 */
import { realClock } from '../clock.ts';
import type { Cache } from './cache.ts';
import { createAppHandler } from './core-internals.ts';
import { startCoreServices } from './core-services.ts';
import {
  type Call,
  type Engine,
  type Execution,
  type ExecutionEnd,
  jsonCopy,
  type RequestRecord,
} from './engine.ts';
import { toErrorResult } from './error-result.ts';

/** Longer than a perform needs to end once its connection is broken. */
const CLOSE_GRACE_MS = 300;

export interface CoreEngineOptions {
  readonly app: object;
  readonly cache: Cache;
}

export async function startCoreEngine({ app, cache }: CoreEngineOptions): Promise<Engine> {
  const services = await startCoreServices(cache);
  const handler = createAppHandler(app);
  const formerEndpoint = process.env.LOGGING_ENDPOINT;
  const underWay = new Set<Promise<unknown>>();
  let executions = 0;

  function execute(call: Call): Execution {
    const execution = String(executions++);
    const requests: RequestRecord[] = [];
    const event = {
      command: 'execute',
      method: call.method,
      bundle: jsonCopy(call.bundle),
      callback_url: call.callbackUrl,
      verifySSL: call.verifySSL,
      rpc_base: services.rpcUrl,
      token: services.tokenFor(call.owner),
      // The core copies these into process.env before it makes its logger.
      environment: { LOGGING_ENDPOINT: services.logsUrl },
      // Wrong results raise errors instead of lines in a log, and node:http, which the whole process
      // shares, is left as it is.
      calledFromCli: true,
      logExtra: { execution },
    };
    const end: Promise<ExecutionEnd> = handler(event)
      .then(
        ({ results, status }) => ({
          kind: 'returned' as const,
          results: jsonCopy(results),
          callbackRequested: status === 'CALLBACK',
        }),
        (error: unknown) => ({ kind: 'threw' as const, error: toErrorResult(error) }),
      )
      .finally(() => {
        underWay.delete(end);
        for (const { data } of services.logs) {
          if (data.execution === execution && data.log_type === 'http') {
            requests.push(toRecord(data));
          }
        }
      });
    underWay.add(end);
    return { end, requests, kill: () => {} };
  }

  return {
    app,
    cache,
    logs: services.logs,
    execute,
    async close() {
      services.hangUp();
      // A killed perform may still be ending, and fails if its logs are not accepted.
      await Promise.race([Promise.allSettled(underWay), realClock.sleep(CLOSE_GRACE_MS)]);
      if (process.env.LOGGING_ENDPOINT === services.logsUrl) {
        if (formerEndpoint === undefined) delete process.env.LOGGING_ENDPOINT;
        else process.env.LOGGING_ENDPOINT = formerEndpoint;
      }
      await services.close();
    },
  };
}

function toRecord(data: Readonly<Record<string, unknown>>): RequestRecord {
  return {
    method: String(data.request_method),
    url: String(data.request_url),
    result: Number(data.response_status_code),
  };
}
