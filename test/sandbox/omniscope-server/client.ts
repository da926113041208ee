/** A server on a manual clock and a client that says exactly what a test tells it to. */
import type { Outcome, Request } from '../../../sandbox/http/message.ts';
import { IssuedTokens } from '../../../sandbox/omniscope-server/issued-tokens.ts';
import {
  createOmniscopeServer,
  type OmniscopeServer,
  type OmniscopeServerOptions,
} from '../../../sandbox/omniscope-server/omniscope-server.ts';
import { ANALYSTS, SAMPLE_FIXTURE } from '../../../sandbox/omniscope-server/sample-fixture.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly text: string;
  /** Throws when the answer is not JSON. */
  json(): unknown;
}

export interface Client {
  readonly omniscope: OmniscopeServer;
  readonly clock: ManualClock;
  readonly tokens: IssuedTokens;
  readonly token: string;
  /** Any request, with the token unless the headers say otherwise. */
  send(method: string, url: string, more?: Partial<Request>): Promise<ApiReply>;
  get(url: string): Promise<ApiReply>;
  /** A JSON body, with the right content type. */
  post(url: string, body: unknown): Promise<ApiReply>;
  /** Starts a job and returns its id. */
  start(url: string, body?: unknown): Promise<string>;
  /** The state at `{projectUrl}/w/status/{jobId}`. */
  state(projectUrl: string, jobId: string): Promise<unknown>;
}

/** Longer than any test's time, so that only tests about expiry meet it. */
const YEAR = 365 * 24 * 60 * 60 * 1000;

export function createClient(options: Partial<OmniscopeServerOptions> = {}): Client {
  const clock = createManualClock();
  const tokens = new IssuedTokens(clock);
  const token = tokens.issue({ user: 'alice', groups: [ANALYSTS], lifetimeMs: YEAR });
  const omniscope = createOmniscopeServer({
    clock,
    random: () => 0.5,
    verifyToken: tokens.verify,
    fixture: SAMPLE_FIXTURE,
    ...options,
  });
  const client: Client = {
    omniscope,
    clock,
    tokens,
    token,
    async send(method, url, { headers = {}, body = Buffer.alloc(0) } = {}) {
      const bearer = { authorization: `Bearer ${token}` };
      const request = { method, url, headers: { ...bearer, ...headers }, body };
      return toApiReply(await omniscope.handle(request));
    },
    get: (url) => client.send('GET', url),
    post: (url, body) =>
      client.send('POST', url, {
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(body)),
      }),
    async start(url, body = {}) {
      const { jobId } = record((await client.post(url, body)).json());
      if (typeof jobId !== 'string') throw new Error(`${url} started nothing`);
      return jobId;
    },
    async state(projectUrl, jobId) {
      return record((await client.get(`${projectUrl}/w/status/${jobId}`)).json()).jobState;
    },
  };
  return client;
}

export function toApiReply(outcome: Outcome): ApiReply {
  if (outcome.kind !== 'reply') throw new Error(`no reply, but ${outcome.kind}`);
  const { status, headers, body } = outcome.reply;
  const text = Buffer.from(body).toString();
  return { status, headers, text, json: () => JSON.parse(text) };
}

/** A JSON object, whose values are still unknown. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('not an object');
  return { ...value };
}
