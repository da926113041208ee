import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../sandbox/faults/fault.ts';
import { createFaultPlan, type FaultRule } from '../../../sandbox/faults/plan.ts';
import { withFaults } from '../../../sandbox/faults/with-faults.ts';
import type { Outcome } from '../../../sandbox/http/message.ts';
import { createClient, record, toApiReply } from '../omniscope-server/client.ts';

const FORECAST = '/u/Sales/Long%20Forecast.iox/w';
const CHECK = '/u/Sales/Check%20File.iox/w';

/** A client whose requests trigger the rules' faults. */
function createFaulty(...rules: FaultRule[]) {
  const client = createClient();
  const { omniscope, clock, tokens, token } = client;
  const plan = createFaultPlan(rules);
  const faulty = withFaults(omniscope.handle, plan, { omniscope, clock, tokens });
  const send = (method: 'GET' | 'POST', url: string, body = '{}'): Promise<Outcome> =>
    faulty.handle({
      method,
      url,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        host: 'omniscope.example',
      },
      body: Buffer.from(body),
    });
  const startWith = async (fault: Fault) => {
    plan.add({ on: 'start', fault });
    return send('POST', `${FORECAST}/execute`);
  };
  return { ...client, handle: faulty.handle, triggered: faulty.triggered, send, startWith };
}

/** The body as far as it reaches the client. */
function received(outcome: Outcome): string {
  if (outcome.kind === 'hang' || outcome.kind === 'reset') return '';
  const body = Buffer.from(outcome.reply.body);
  return body.subarray(0, outcome.kind === 'partial' ? outcome.bytes : body.length).toString();
}

describe('a fault in place of the response', () => {
  test.each<[string, Fault, object]>([
    ['a status', { kind: 'status', status: 503 }, { status: 503 }],
    [
      'Retry-After in seconds',
      { kind: 'status', status: 429, retryAfter: { form: 'seconds', seconds: 7 } },
      { status: 429, headers: { 'retry-after': '7' } },
    ],
    [
      'Retry-After as a date, by the clock',
      { kind: 'status', status: 429, retryAfter: { form: 'date', seconds: 30 } },
      { status: 429, headers: { 'retry-after': 'Sun, 01 Nov 2026 00:00:30 GMT' } },
    ],
    ['an HTML page', { kind: 'page' }, { status: 200, body: expect.stringContaining('<html') }],
    [
      'an error with HTTP 200',
      { kind: 'json', value: { errorType: 'X' } },
      { status: 200, body: '{"errorType":"X"}' },
    ],
    [
      'a redirect to another host',
      { kind: 'redirect', to: 'other-host' },
      { status: 307, headers: { location: `https://elsewhere.example${FORECAST}/execute` } },
    ],
    [
      'a redirect to a subdomain',
      { kind: 'redirect', to: 'subdomain', status: 302 },
      {
        status: 302,
        headers: { location: `https://sub.omniscope.example${FORECAST}/execute` },
      },
    ],
    [
      'a redirect to http',
      { kind: 'redirect', to: 'http' },
      { headers: { location: `http://omniscope.example${FORECAST}/execute` } },
    ],
    [
      'a redirect to localhost',
      { kind: 'redirect', to: 'localhost' },
      { headers: { location: `https://localhost:1${FORECAST}/execute` } },
    ],
  ])('%s comes without the server having acted', async (_name, fault, reply) => {
    const { omniscope, startWith } = createFaulty();
    expect(await startWith(fault)).toMatchObject({ kind: 'reply', reply });
    expect(omniscope.jobs).toEqual([]);
  });

  test.each<Fault>([
    { kind: 'status', status: 502, phase: 'after' },
    { kind: 'page', phase: 'after' },
    { kind: 'json', value: {}, phase: 'after' },
    { kind: 'redirect', to: 'http', phase: 'after' },
    { kind: 'hang', phase: 'after' },
    { kind: 'reset', phase: 'after' },
    { kind: 'malformed-json' },
    { kind: 'truncated-json' },
    { kind: 'partial', ending: 'reset' },
  ])('the server has acted, and the response is lost: %j', async (fault) => {
    const { omniscope, startWith } = createFaulty();
    expect(received(await startWith(fault))).not.toMatch(/^\{"jobId":"[^"]+"\}$/);
    expect(omniscope.jobs).toHaveLength(1);
  });

  test.each(['hang', 'reset'] as const)('a %s can come before the server acts', async (kind) => {
    const { omniscope, startWith } = createFaulty();
    expect(await startWith({ kind })).toEqual({ kind });
    expect(omniscope.jobs).toEqual([]);
  });

  test('damaged JSON is no JSON, and truncated JSON is the beginning of the response', async () => {
    const { send } = createFaulty(
      { on: 'start', nth: 1, fault: { kind: 'malformed-json' } },
      { on: 'param', fault: { kind: 'truncated-json' } },
    );
    const malformed = toApiReply(await send('POST', `${FORECAST}/execute`));
    expect(() => malformed.json()).toThrow(SyntaxError);
    const truncated = toApiReply(await send('GET', `${FORECAST}/param`));
    expect(truncated.text).toMatch(/^\{"paramValues":/);
    expect(() => truncated.json()).toThrow(SyntaxError);
  });
});

describe('a fault of the connection', () => {
  test.each<Fault>([
    { kind: 'hang', stage: 'connect', phase: 'after' },
    { kind: 'reset', stage: 'connect', end: 'refused', phase: 'after' },
    { kind: 'reset', stage: 'tls', end: 'alert' },
  ])('never reaches the server before the request is sent: %j', async (fault) => {
    const { omniscope, startWith } = createFaulty();
    const { phase: _, ...outcome } = { phase: undefined, ...fault };
    expect(await startWith(fault)).toEqual(outcome);
    expect(omniscope.jobs).toEqual([]);
  });

  test('closes a kept connection, and spares a new one', async () => {
    const { omniscope, handle } = createFaulty({
      on: 'any',
      fault: { kind: 'close-kept-connection' },
    });
    const request = { method: 'GET', url: `${FORECAST}/param`, headers: {}, body: Buffer.from('') };
    expect(await handle({ ...request, isReused: true })).toEqual({ kind: 'reset', end: 'close' });
    expect(omniscope.requests).toEqual([]);
    expect(await handle({ ...request, isReused: false })).toMatchObject({ kind: 'reply' });
  });
});

describe('a fault inside the server', () => {
  test('an expired token is rejected from this request on, another one is not', async () => {
    const { send, tokens, omniscope, clock } = createFaulty({
      on: 'state',
      nth: 1,
      fault: { kind: 'expire-token' },
    });
    const other = tokens.issue({ user: 'alice', lifetimeMs: 1_000 });
    expect(toApiReply(await send('POST', `${FORECAST}/execute`)).status).toBe(200);
    const { id } = record(omniscope.jobs[0]);
    expect(toApiReply(await send('GET', `${FORECAST}/status/${id}`)).status).toBe(401);
    expect(toApiReply(await send('GET', `${FORECAST}/status/${id}`)).status).toBe(401);
    expect(tokens.verify(other, clock.now()).ok).toBe(true);
  });

  test('a revoked token is rejected', async () => {
    const { send } = createFaulty({ on: 'any', fault: { kind: 'revoke-token' } });
    expect(toApiReply(await send('GET', `${FORECAST}/param`)).status).toBe(401);
  });

  test('one JOB_NOT_FOUND right after a start, then the job is there', async () => {
    const { send, omniscope } = createFaulty({ on: 'start', fault: { kind: 'forget-job' } });
    await send('POST', `${FORECAST}/execute`);
    const at = `${FORECAST}/status/${omniscope.jobs[0]?.id}`;
    expect(toApiReply(await send('GET', at)).json()).toMatchObject({ errorType: 'JOB_NOT_FOUND' });
    expect(toApiReply(await send('GET', at)).json()).toMatchObject({ jobState: 'RUNNING' });
  });

  test('the polled lambda is lost, and no other', async () => {
    const { send, omniscope } = createFaulty({
      on: 'state',
      nth: 2,
      fault: { kind: 'lose-lambda' },
    });
    for (let count = 0; count < 2; count++) await send('POST', `${CHECK}/lambdaexecute`);
    const [first, second] = omniscope.jobs.map(({ id }) => id);
    const state = async (id = '') =>
      toApiReply(await send('GET', `${CHECK}/job/${id}/state`)).json();
    expect(await state(first)).toEqual({ jobState: 'RUNNING' });
    expect(await state(first)).toMatchObject({ errorType: 'JOB_NOT_FOUND' });
    expect(await state(first)).toMatchObject({ errorType: 'JOB_NOT_FOUND' });
    expect(await state(second)).toEqual({ jobState: 'RUNNING' });
    expect(omniscope.projects.filter(({ path }) => path.includes('/.run/'))).toHaveLength(1);
  });

  test('a restart removes all job ids', async () => {
    const { send, omniscope } = createFaulty({ on: 'state', fault: { kind: 'restart' } });
    await send('POST', `${FORECAST}/execute`);
    const at = `${FORECAST}/status/${omniscope.jobs[0]?.id}`;
    expect(toApiReply(await send('GET', at)).json()).toMatchObject({ errorType: 'JOB_NOT_FOUND' });
    expect(omniscope.jobs[0]?.state).toBe('LOST');
  });

  test.each([
    ['before', 1],
    ['after', 0],
  ] as const)('a delay by the clock, %s acting', async (phase, startedAfterDelay) => {
    const { send, omniscope, clock } = createFaulty({
      on: 'start',
      fault: { kind: 'delay', ms: 3_000, phase },
    });
    const begun = clock.now();
    const answer = send('POST', `${FORECAST}/execute`);
    await new Promise((resolve) => setImmediate(resolve));
    expect(omniscope.jobs).toHaveLength(startedAfterDelay === 1 ? 0 : 1);
    await clock.advance(3_000);
    expect(toApiReply(await answer).status).toBe(200);
    expect(omniscope.jobs[0]?.createdAt).toBe(begun + 3_000 * startedAfterDelay);
  });
});

test('several faults apply to one request: a delay, then a restart, then the response', async () => {
  const { send, triggered, clock } = createFaulty(
    { on: 'any', fault: { kind: 'delay', ms: 10 } },
    { on: 'state', fault: { kind: 'restart' } },
  );
  const answer = send('GET', `${FORECAST}/status/E1_1`);
  await clock.advance(10);
  expect(toApiReply(await answer).json()).toMatchObject({ errorType: 'JOB_NOT_FOUND' });
  expect(triggered).toEqual([
    expect.objectContaining({ endpoint: 'state', fault: { kind: 'delay', ms: 10 } }),
    expect.objectContaining({ endpoint: 'state', fault: { kind: 'restart' } }),
  ]);
});
