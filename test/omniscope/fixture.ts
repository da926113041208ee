/** The client with a server that responds as a test says, and a clock that needs no time. */
import {
  createVirtualClock,
  type VirtualClock,
} from '../../sandbox/zapier-emulator/virtual-clock.ts';
import type { Api } from '../../src/omniscope/api.ts';
import type { HttpRequest, Transport } from '../../src/omniscope/http/transport.ts';
import { type ProjectPath, parseProjectPath } from '../../src/omniscope/paths.ts';
import { ServerUrl } from '../../src/omniscope/server-url.ts';

/** A response (a body that is no text goes as JSON), or the error that comes in its place. */
export type Reply =
  | { status?: number; body?: unknown; headers?: Record<string, string>; afterMs?: number }
  | Error;

export interface FakeServer {
  api: Api;
  clock: VirtualClock;
  /** All requests, in order. */
  requests: HttpRequest[];
}

export const server = ServerUrl.parse('https://omniscope.example.com');
export const project: ProjectPath = parseProjectPath('Sales/Monthly Report.iox', server);

export function fakeServer(
  reply: (request: HttpRequest, index: number) => Reply,
  options: Partial<Api> = {},
): FakeServer {
  const clock = createVirtualClock();
  const requests: HttpRequest[] = [];
  const api: Api = {
    server,
    transport: transportOf(clock, reply, requests),
    clock,
    accessToken: 'the-access-token',
    secrets: ['the-access-token'],
    issuedAt: null,
    expiresAt: null,
    scopes: ['workflowapi:execute', 'projectapi:execute', 'offline_access'],
    deadline: clock.now() + 28_500,
    ...options,
  };
  return { api, clock, requests };
}

export function transportOf(
  clock: VirtualClock,
  reply: (request: HttpRequest, index: number) => Reply,
  requests: HttpRequest[] = [],
): Transport {
  return async (request) => {
    const response = reply(request, requests.push(request) - 1);
    if (response instanceof Error) throw response;
    const { status = 200, body = '', headers = {}, afterMs = 0 } = response;
    if (afterMs > 0) await clock.sleep(afterMs);
    return {
      status,
      header: (name) => headers[name] ?? null,
      text: typeof body === 'string' ? body : JSON.stringify(body),
    };
  };
}

/** What a call was refused with: the code and the details of the error. */
export async function errorOf(call: Promise<unknown> | (() => unknown)): Promise<object> {
  try {
    await (typeof call === 'function' ? call() : call);
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'details' in error) {
      return { code: error.code, ...Object(error.details) };
    }
    throw error;
  }
  throw new Error('nothing was refused');
}

export function bodyOf(request: HttpRequest | undefined): unknown {
  return JSON.parse(String(request?.body));
}
