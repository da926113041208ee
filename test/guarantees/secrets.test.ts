/** What a server quotes of the secrets that the app holds reaches nobody. */
import { expect, test } from '@jest/globals';
import { createSimulator } from '../harness/simulator.ts';
import { fixtureWith, PROJECT } from './fixture.ts';
import { runStep } from './step.ts';

const simulator = createSimulator();

/** A server whose job fails, or whose parameter is set, with a text that quotes the whole connection. */
function open(state: 'COMPLETED' | 'FAILED') {
  const end = { state, errorType: 'X', errorMessage: '' };
  const simulation = simulator.open({ fixture: fixtureWith({ durationMs: 1_000, end }) });
  const { access_token, refresh_token, oauth_client_secret } = simulation.platform.authData;
  const secrets = [access_token, refresh_token, oauth_client_secret].map(String);
  const quoted = `${secrets.join(' ')} ${secrets.map(encodeURIComponent).join('&')} ${Buffer.from(`client:${secrets[2]}`).toString('base64')}`;
  end.errorMessage = quoted;
  simulation.omniscope.setParameter(PROJECT, 'Region', quoted);
  const revealed = [
    ...secrets,
    ...secrets.map((secret) => Buffer.from(secret).toString('base64').slice(3, -4)),
  ];
  return { simulation, revealed };
}

test.each([
  ['the message of a failed job', 'FAILED', { on_failure: 'stop' }],
  ['the result of a failed job', 'FAILED', { on_failure: 'continue' }],
  ['the parameters after a run', 'COMPLETED', { return_parameters: true }],
] as const)('no secret stands in %s', async (_, state, input) => {
  const { simulation, revealed } = open(state);
  const outcome = JSON.stringify(await runStep(simulation, input));
  expect(outcome).toContain('…');
  expect(revealed.filter((secret) => outcome.includes(secret))).toEqual([]);
});

test('no secret stands in what Find Parameters gives', async () => {
  const { simulation, revealed } = open('COMPLETED');
  const inputData = { project: PROJECT, name: 'Region' };
  const outcome = await simulation.platform.runStep({ key: 'searches.find_parameters', inputData });
  expect(outcome.status).toBe('success');
  const text = JSON.stringify(outcome);
  expect(revealed.filter((secret) => text.includes(secret))).toEqual([]);
});

test.each([
  ['the message of a failed job', 'FAILED', { on_failure: 'stop' }],
  ['the result of a failed job', 'FAILED', { on_failure: 'continue' }],
  ['the parameters after a run', 'COMPLETED', { return_parameters: true }],
] as const)('no callback URL, as it is or encoded, stands in %s', async (_, state, input) => {
  const end = { state, errorType: 'X', errorMessage: '' };
  const simulation = simulator.open({ fixture: fixtureWith({ durationMs: 1_000, end }) });
  const held = await runStep(simulation, { callback_parameter: 'Callback URL', ...input });
  const url = held.status === 'callback' ? held.callbackUrl : '';
  expect(url).toMatch(/^https:/);
  const encoded = encodeURIComponent(url);
  end.errorMessage = `Cannot post to ${state === 'FAILED' ? encoded : url}: 410`;
  const outcome = JSON.stringify(await simulation.platform.resume(url, {}));
  expect(outcome).toContain('…');
  expect([url, encoded].filter((secret) => outcome.includes(secret))).toEqual([]);
});
