import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { release, replay } from './nock.ts';
import { createPlayer } from './player.ts';
import { type Recording, readRecording, recordingNames, recordingText } from './recording.ts';
import { replayClock } from './replay-clock.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { findSecret, scrub } from './scrub.ts';
import { CONNECTION, FILE_ORIGIN, FILE_URL, REDIRECT_URI, STAND_INS } from './stand-ins.ts';

afterAll(release);

const NOW = Date.UTC(2026, 0, 5, 9);

/** Plays a scenario on the app, with its recording in place of the network. */
function playOn({ subject, exchanges }: Recording, scenario: Scenario) {
  const runtime = { clock: replayClock(NOW), environment: () => ({}) };
  const context = {
    ...subject,
    run: createPlayer(runtime, CONNECTION),
    fileUrl: FILE_URL,
    code: STAND_INS.code,
    redirectUri: REDIRECT_URI,
    fields: CONNECTION,
  };
  return replay(exchanges, () => scenario.play(context));
}

/** Times and the id of a new connection differ from run to run, and are tested elsewhere. */
function comparable(value: unknown): unknown {
  const time = /"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/g;
  const id = /("connection_id":)"[0-9a-f]{32}"/g;
  return JSON.parse(JSON.stringify(value).replace(time, '"some time"').replace(id, '$1"some id"'));
}

describe.each(SCENARIOS)('the recording of $name', (scenario) => {
  const recording = readRecording(scenario.name);
  let value: unknown;
  let sent: Awaited<ReturnType<typeof playOn>>['sent'];
  beforeAll(async () => {
    ({ value, sent } = await playOn(recording, scenario));
  });

  test('is replayed without the network, to the same requests and the same result', () => {
    expect(comparable(value)).toEqual(comparable(recording.result));
    expect(sent.map(({ method, url, body }) => ({ method, url, body: scrub(body, []) }))).toEqual(
      recording.exchanges.map(({ request }) => request),
    );
  });

  test('sends the access token to the server’s APIs alone', () => {
    expect(sent.length).toBeGreaterThan(0);
    for (const { url, headers } of sent) {
      const isApi = !url.startsWith(FILE_ORIGIN) && !url.includes('/oauth/token/');
      const expected = isApi ? `Bearer ${STAND_INS.accessToken}` : undefined;
      expect([url, headers.authorization]).toEqual([url, expected]);
    }
  });
});

describe('a replay', () => {
  const [scenario] = SCENARIOS;
  if (scenario === undefined) throw new Error('There is no scenario.');

  test('fails when a response of the recording is never asked for', async () => {
    const recording = readRecording(scenario.name);
    const [first] = recording.exchanges;
    if (first === undefined) throw new Error('an empty recording');
    const request = { ...first.request, url: `${first.request.url}/never` };
    const exchanges = [...recording.exchanges, { ...first, request }];
    await expect(playOn({ ...recording, exchanges }, scenario)).rejects.toThrow('never asked for');
  });

  test('fails when a response is missing in the recording', async () => {
    const recording = readRecording(scenario.name);
    const exchanges = recording.exchanges.slice(1);
    await expect(playOn({ ...recording, exchanges }, scenario)).rejects.toThrow(
      'Not in the recording',
    );
  });
});

describe('the recordings', () => {
  test('are those of the scenarios, one each', () => {
    expect(recordingNames().sort()).toEqual(SCENARIOS.map(({ name }) => name).sort());
  });

  test.each(recordingNames())('hold no token and no secret, and name no machine: %s', (name) => {
    const text = recordingText(name);
    expect(findSecret(text)).toBeNull();
    expect(text).not.toMatch(/localhost|127\.0\.0\.1|\b[\w-]{80,}/);
    const { exchanges } = readRecording(name);
    for (const { request } of exchanges) {
      expect(request.url).toMatch(/^https:\/\/(omniscope|files)\.example\.com\//);
    }
  });

  test.each([
    ['state_endpoint_status', /\/w\/status\/[^/]+$/],
    ['state_endpoint_job_state', /\/w\/job\/[^/]+\/state$/],
  ])('show the form of the state endpoint that they are named after: %s', (name, form) => {
    const answered = readRecording(name).exchanges.filter(({ answer }) =>
      JSON.stringify(answer.body).includes('jobState'),
    );
    expect(answered.length).toBeGreaterThan(0);
    for (const { request } of answered) expect(request.url).toMatch(form);
  });
});
