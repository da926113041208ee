/** One run starts one job, whatever the server and its provider make of their tokens. */
import { describe, expect, test } from '@jest/globals';
import { replied } from '../../sandbox/http/message.ts';
import { text } from '../../sandbox/http/replies.ts';
import { createSimulator } from '../harness/simulator.ts';
import { HOUR_MS, type OpenOptions, openSimulation, runStep, summary } from './step.ts';

const simulator = createSimulator();
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
