import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { globalAgent as httpAgent } from 'node:http';
import { globalAgent as httpsAgent } from 'node:https';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { replied } from '../../sandbox/http/message.ts';
import { text } from '../../sandbox/http/replies.ts';
import { createSimulator } from '../harness/simulator.ts';
import { type FakeServer, SECRETS, startFakeServer } from './fake-server.ts';
import { HOUR_MS, type OpenOptions, openSimulation, runStep, summary } from './step.ts';
import { startWatchedHosts, type WatchedHosts } from './watched-hosts.ts';

const simulator = createSimulator();

/** Over real sockets, through Zapier's own core: where the token and the client secret go. */
describe('credentials', () => {
  type LookupDone = (
    error: NodeJS.ErrnoException | null,
    address: string | LookupAddress[],
    family: number,
  ) => void;

  let hosts: WatchedHosts;
  let server: FakeServer;

  /** Subdomains of localhost do not resolve everywhere; here they lead to this machine. */
  const subdomains = {
    lookup: (name: string, options: LookupOptions, done: LookupDone) =>
      lookup(name.endsWith('.localhost') ? 'localhost' : name, options, done),
  };

  /** Fact (Node): options of the agent are those of each of its connections. */
  function resolveSubdomains(options: object): void {
    for (const agent of [httpAgent, httpsAgent]) {
      const own: object = Reflect.get(agent, 'options');
      Object.assign(own, options);
    }
  }

  beforeAll(async () => {
    resolveSubdomains(subdomains);
    hosts = await startWatchedHosts();
    server = await startFakeServer();
  });
  afterAll(async () => {
    resolveSubdomains({ lookup: undefined });
    await Promise.all([server.close(), hosts.close()]);
  });
  afterEach(() => {
    server.seen.length = 0;
    hosts.seen.length = 0;
  });

  const TARGETS: readonly (readonly [string, () => string])[] = [
    ['another host', () => hosts.https.replace('localhost', '127.0.0.1')],
    ['another port', () => hosts.https],
    ['a subdomain', () => hosts.https.replace('localhost', 'sub.localhost')],
    ['http', () => hosts.http],
  ];
  const STEPS = [
    ['creates.execute_workflow', {}],
    ['creates.execute_lambda', {}],
    ['creates.update_parameters', { parameters: { Region: 'North' } }],
    ['creates.create_project', { name: 'New', template: 'Empty' }],
    ['searches.find_parameters', { name: 'Region' }],
    ['searches.find_execution', { job_id: 'EA238_3' }],
  ] as const;

  describe.each(TARGETS)('a redirect to %s', (name, target) => {
    test.each(name === 'another port' ? [301, 302, 303, 307, 308] : [302, 308])(
      'with %i is followed by nothing that holds a credential',
      async (status) => {
        server.redirect = { status, to: target() };
        const outcomes = await Promise.all([
          ...STEPS.map(([key, input]) => server.run(key, input)),
          server.platform.test(),
          server.refresh(),
          server.connect(),
        ]);
        expect(hosts.seen).toEqual([]);
        // Each request went to the server itself, and none was taken for a success.
        expect(server.seen.length).toBeGreaterThanOrEqual(STEPS.length + 3);
        expect(
          outcomes.filter(({ status: end }) => end === 'success' || end === 'connected'),
        ).toEqual([]);
      },
    );

    test('of a job state is followed by nothing that holds a credential', async () => {
      server.redirect = { status: 307, to: target(), except: 'start' };
      const outcome = await server.run('creates.execute_workflow', { wait: false });
      expect(outcome).toMatchObject({ status: 'success', results: { job_id: 'EA238_3' } });
      expect(hosts.seen).toEqual([]);
    });
  });

  describe('the access token', () => {
    test('goes to the server with every request to its APIs', async () => {
      server.redirect = null;
      for (const [key, input] of STEPS) await server.run(key, { wait: false, ...input });
      const bearers = server.seen.map(({ authorization }) => authorization);
      expect(new Set(bearers)).toEqual(new Set([`Bearer ${SECRETS.accessToken}`]));
    });

    test('never goes to the token endpoint', async () => {
      server.redirect = null;
      await server.refresh();
      await server.connect();
      const tokenRequests = server.seen.filter(({ path }) => path.includes('/oauth/token/'));
      expect(tokenRequests).toHaveLength(2);
      for (const { authorization, body } of tokenRequests) {
        expect(authorization).toBeUndefined();
        expect(body).not.toContain(SECRETS.accessToken);
      }
    });

    test.each<[string, (origin: string) => string]>([
      ['another host', (origin) => origin],
      ['a host that sends on', () => `${server.origin}/files/moved`],
      ["the server's own", () => `${server.origin}/files/report.csv`],
    ])('never goes to a file host: %s', async (_name, origin) => {
      server.redirect = null;
      server.fileTarget = `${hosts.https}/file`;
      const url = `${origin(hosts.https)}`;
      await server.run('creates.execute_lambda', { files: { Input: url }, wait: false });
      const fileRequests = server.seen.filter(({ path }) => path.startsWith('/files/'));
      expect(fileRequests.length + hosts.seen.length).toBeGreaterThan(0);
      for (const { authorization } of fileRequests) expect(authorization).toBeUndefined();
      for (const text of hosts.seen) {
        for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
        expect(text).not.toMatch(/authorization/i);
      }
    });
  });

  test('a client secret goes nowhere but into the body of a token request', async () => {
    server.redirect = null;
    await server.refresh();
    for (const [key, input] of STEPS) await server.run(key, { wait: false, ...input });
    const showing = server.seen.filter((request) =>
      JSON.stringify(request).includes(SECRETS.clientSecret),
    );
    expect(showing.map(({ path }) => path)).toEqual(['/_api_/v1/integration/oauth/token/zapier']);
    expect(showing[0]?.body).toContain(SECRETS.clientSecret);
  });
});

/** One run starts one job, whatever the server and its provider make of their tokens. */
describe('tokens', () => {
  const ONE_START = { end: 'COMPLETED', jobs: 1, starts: 1 };
  /** A token of half an hour's age, which ends at the third poll of a job of five seconds. */
  const ENDS: OpenOptions = {
    durationMs: 5_000,
    token: { lifetimeMs: HOUR_MS, ageMs: HOUR_MS / 2 },
    faults: [['token expires', 'state', 3]],
  };

  describe('a token that ends while the job runs', () => {
    // n8n 34147: an expired token is answered with 403.
    test.each(['403-text', '403-challenge'] as const)(
      'and is refused with 403 has the rerun take up that job: %s',
      async (rejectedToken) => {
        const simulation = openSimulation(simulator, { ...ENDS, assumptions: { rejectedToken } });
        const outcome = await runStep(simulation);
        expect(summary(simulation, outcome)).toEqual(ONE_START);
        expect(outcome.attempts).toHaveLength(3);
      },
    );

    // sanic-jwt 168, openiddict 215, keycloak 27083: the claims of a token change at a refresh.
    test.each(['renamed', 'unnamed', 'opaque'] as const)(
      'is told from its successor by nothing that stands in it: claims %s',
      async (claims) => {
        const form = { claims, validAfterMs: 0, tokenType: 'Bearer' };
        const simulation = openSimulation(simulator, {
          ...ENDS,
          token: { lifetimeMs: HOUR_MS, ageMs: 60_000, form },
        });
        expect(summary(simulation, await runStep(simulation))).toEqual(ONE_START);
      },
    );
  });

  describe('a 403 for every new token', () => {
    test('ends in the words of a missing permission, after one refresh at most', async () => {
      const simulation = openSimulation(simulator, {
        token: { lifetimeMs: HOUR_MS, ageMs: HOUR_MS / 2 },
        assumptions: { rejectedToken: '403-text' },
        faults: [1, 2, 3, 4, 5].map((nth) => ['token expires', 'start', nth] as const),
        limits: { refreshes: 100 },
      });
      const outcome = await runStep(simulation);
      expect(summary(simulation, outcome)).toMatchObject({ end: 'forbidden', jobs: 0 });
      expect(outcome.attempts).toHaveLength(3);
    });
  });

  // indigo-iam 704: the API takes a token only a second after its issue.
  describe('a new token that is valid only from the next second', () => {
    const form = { claims: 'none', validAfterMs: 1_000, tokenType: 'Bearer' } as const;
    const LATE: OpenOptions = { token: { lifetimeMs: HOUR_MS, ageMs: HOUR_MS - 30_000, form } };

    test.each(['401', '403-text', '403-challenge'] as const)(
      'starts the job once, without another refresh: %s',
      async (rejectedToken) => {
        const simulation = openSimulation(simulator, { ...LATE, assumptions: { rejectedToken } });
        const outcome = await runStep(simulation);
        expect(summary(simulation, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 2 });
        expect(outcome.attempts).toHaveLength(3);
      },
    );

    test('is waited for before files are uploaded, which can be sent only once', async () => {
      const elsewhere = { 'https://files.example.com': async () => replied(text(200, 'a,b')) };
      const simulation = openSimulation(simulator, { ...LATE, elsewhere });
      const input = { files: { Input: 'https://files.example.com/f.csv' } };
      const outcome = await runStep(simulation, input, { operation: 'execute_lambda' });
      expect(summary(simulation, outcome)).toEqual(ONE_START);
      expect(outcome.attempts).toHaveLength(3);
    });
  });
});
