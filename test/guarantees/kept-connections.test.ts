import { expect, test } from '@jest/globals';
import { createSimulator } from '../harness/simulator.ts';
import { openSimulation, runStep } from './step.ts';

const simulator = createSimulator();

// aws-sdk-js-v3 1196. Over sockets: test/zapier/platform/kept-connections.test.ts.
test('a poll over a kept connection that the server has closed is sent once more, at once', async () => {
  const simulation = openSimulation(simulator, {
    durationMs: 2_500,
    faults: [
      ['kept connection closes', 'start', 1],
      ['kept connection closes', 'state', 2],
      ['kept connection closes', 'state', 5],
    ],
  });
  const outcome = await runStep(simulation);
  expect(outcome).toMatchObject({ results: { succeeded: true } });
  const requests = outcome.attempts.flatMap((attempt) => attempt.requests);
  const results = requests.map(({ method, result }) => `${method} ${result}`);
  expect(results.slice(0, 4)).toEqual(['POST 200', 'GET 200', 'GET ECONNRESET', 'GET 200']);
  expect(results.filter((result) => result === 'GET ECONNRESET')).toHaveLength(2);
  expect(simulation.states[2]?.at).toBe(simulation.states[1]?.at);
  expect(simulation.omniscope.jobs).toHaveLength(1);
});
