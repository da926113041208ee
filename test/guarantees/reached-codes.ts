/** For each case of the app's table, the shortest way to it through the platform. */
import { type Outcome, type Request, replied } from '../../sandbox/http/message.ts';
import { html, json, text } from '../../sandbox/http/replies.ts';
import { createCache } from '../../sandbox/zapier-emulator/cache.ts';
import type { ConnectOutcome } from '../../sandbox/zapier-emulator/oauth-connect.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import type { AppErrorCode } from '../../src/zapier/errors/error-codes.ts';
import { createSimulator } from '../harness/simulator.ts';
import { PROJECT } from './fixture.ts';
import { readResult } from './result-of.ts';
import { type OpenOptions, openSimulation } from './step.ts';

const simulator = createSimulator();

interface Way extends OpenOptions {
  readonly key?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly authData?: Readonly<Record<string, unknown>>;
  readonly busy?: boolean;
  readonly cache?: 'failing' | 'forgetting';
}

/** A step with nothing to try again: a case that waits shows itself at once. */
function step({ key = 'creates.execute_workflow', ...way }: Way) {
  return async (): Promise<StepOutcome> => {
    const { input = {}, authData = {}, busy = false, cache, ...options } = way;
    const simulation = openSimulation(simulator, {
      limits: { throttles: 0, refreshes: 1 },
      ...options,
    });
    const { platform } = simulation;
    if (cache !== undefined) simulation.cache.behave(cache);
    if (busy) void platform.runStep({ key, inputData: { project: PROJECT } });
    if (busy) await simulator.clock.sleep(100);
    platform.authData = { ...platform.authData, ...authData };
    return platform.runStep({ key, inputData: { project: PROJECT, ...input } });
  };
}

/** The step that waits, for a job that has just been started. */
function waiting(way: Way) {
  return async (): Promise<StepOutcome> => {
    const simulation = openSimulation(simulator, {
      limits: { throttles: 0 },
      durationMs: 900_000,
      ...way,
    });
    const { platform } = simulation;
    const started = await platform.runStep({
      key: 'creates.execute_workflow',
      inputData: { project: PROJECT, wait: false },
    });
    if (way.cache !== undefined) simulation.cache.behave(way.cache);
    const { job_id } = readResult(started) ?? {};
    const inputData = { project: PROJECT, job_id, ...way.input };
    return platform.runStep({ key: 'creates.wait_for_execution', inputData });
  };
}

/** A step that is resumed while its job goes on. */
async function calledBackEarly(): Promise<StepOutcome> {
  const { platform } = openSimulation(simulator, { durationMs: 900_000 });
  const inputData = { project: PROJECT, callback_parameter: 'Callback URL' };
  const held = await platform.runStep({ key: 'creates.execute_workflow', inputData });
  if (held.status !== 'callback') throw new Error(`not held: ${held.status}`);
  return (await platform.resume(held.callbackUrl, {})) ?? held;
}

/** A hook whose parameter something else empties again and again. */
async function addressNotKept(): Promise<StepOutcome> {
  const { platform, omniscope } = openSimulation(simulator);
  let isOver = false;
  const empty = () => {
    omniscope.setParameter(PROJECT, 'Callback URL', '');
    if (!isOver) simulator.clock.after(400, empty);
  };
  empty();
  const inputData = { project: PROJECT, callback_parameter: 'Callback URL' };
  const outcome = await platform.hooks.turnOn({
    key: 'triggers.workflow_data',
    zap: 'one',
    inputData,
  });
  isOver = true;
  return outcome;
}

/** A poll whose history is larger than what the cache takes. */
const withSmallCache = () => createCache(simulator.clock, { mostValueBytes: 100 });

const LAMBDA = 'creates.execute_lambda';
const CREATE = 'creates.create_project';
const UPDATE = 'creates.update_parameters';
const FIND = 'searches.find_parameters';
const ENDED = { lifetimeMs: 3_600_000, ageMs: 3_600_000 };
const NEW = { name: 'New', template: 'Empty project' };
const FILE_HOST = 'https://files.example.com';

/** Hosts that are not the server: files that are gone, lead elsewhere, or break off. */
async function files({ url }: Request): Promise<Outcome> {
  if (url === '/gone') return replied(text(404, ''));
  if (url === '/moved') return replied(text(302, '', { location: 'http://files.example.com/' }));
  if (url === '/page') return replied(html(200, 'Sign in', ''));
  if (url === '/coded') return replied(text(200, 'x', { 'content-encoding': 'compress' }));
  if (url === '/whole') return replied(text(200, 'x'));
  if (url === '/short') return replied(text(200, 'short', { 'content-length': '10' }));
  if (url === '/long') return replied(text(200, 'rather long', { 'content-length': '10' }));
  const reply = text(200, 'half of it', { 'content-length': '10' });
  return { kind: 'partial', reply, bytes: 5, ending: 'reset' };
}

/** What no host does: whatever the network is made of has a defect. */
const BROKEN = {
  'https://broken.example.com': async (): Promise<Outcome> => {
    throw new TypeError('a defect, with a secret in its message');
  },
};

function withFile(path: string, faults: Way['faults'] = []) {
  const elsewhere = { [FILE_HOST]: files };
  const input = { files: { Input: `${FILE_HOST}${path}` } };
  return step({ key: LAMBDA, elsewhere, input, faults });
}

type ConnectCode =
  | 'token-rejected'
  | 'token-request-failed'
  | 'invalid-client'
  | 'invalid-token-response'
  | 'no-offline-access';

export const REACHED: Record<Exclude<AppErrorCode, ConnectCode>, () => Promise<StepOutcome>> = {
  'invalid-server-url': step({ authData: { server_url: 'https://10.0.0.1' } }),
  'invalid-integration-id': step({ token: ENDED, authData: { integration_id: '../x' } }),
  'client-missing': step({
    token: ENDED,
    authData: { oauth_client_id: '', oauth_client_secret: '' },
  }),
  'client-incomplete': step({ token: ENDED, authData: { oauth_client_secret: '' } }),
  'not-an-omniscope-api': step({ faults: [['redirect to http', 'start', 1]] }),
  'intermediary-response': step({ key: FIND, faults: [['HTML page', 'param', 1]] }),
  unreachable: step({ authData: { server_url: 'https://nowhere.example.com' } }),
  'server-busy': step({ faults: [['status 429, bare', 'start', 1]] }),
  'server-failed': step({ key: FIND, faults: [['status 503', 'param', 1]] }),
  'token-expired': step({
    // A token that has just been issued is asked with three times before it is given up.
    faults: [1, 2, 3, 4, 5, 6].map((nth) => ['status 401', 'start', nth] as const),
  }),
  'refresh-rejected': step({ token: ENDED, authData: { refresh_token: 'unknown' } }),
  'refresh-failed': step({ token: ENDED, faults: [['status 503', 'token', 1]] }),
  'no-refresh-token': step({ token: ENDED, authData: { refresh_token: '' } }),
  'new-token-rejected': async () => {
    const { platform } = openSimulation(simulator);
    platform.authData = { ...platform.authData, access_token: 'not-one-of-yours' };
    return platform.test();
  },
  forbidden: step({ key: CREATE, input: NEW }),
  'invalid-project': step({ input: { project: '../Secret' } }),
  'invalid-input': step({ input: { on_failure: 'perhaps' } }),
  'nothing-to-update': step({ key: UPDATE }),
  'copy-not-kept': step({ key: LAMBDA, input: { return_parameters: true } }),
  'parameter-not-text': step({ input: { callback_parameter: 'Year' } }),
  'project-not-found': step({ input: { project: 'Nowhere' } }),
  'folder-not-found': step({ key: CREATE, input: NEW, faults: [['status 404', 'create', 1]] }),
  'parameter-not-found': step({ input: { callback_parameter: 'Nothing' } }),
  'request-rejected': step({ input: { blocks: ['Unknown'] } }),
  'response-lost': step({
    key: UPDATE,
    input: { parameters: { Region: 'South' } },
    faults: [['reset, acted', 'update', 1]],
  }),
  'invalid-file-url': step({ key: LAMBDA, input: { files: { Input: 'http://x.example/f' } } }),
  'invalid-file-redirect': withFile('/moved'),
  'file-not-fetched': withFile('/gone'),
  'file-download-interrupted': withFile('/half'),
  'file-encoding-unknown': withFile('/coded'),
  'file-is-web-page': withFile('/page'),
  'upload-too-large': withFile('/whole', [['gateway: nginx 413', 'start', 1]]),
  'called-back-early': calledBackEarly,
  'address-not-kept': addressNotKept,
  'project-busy': step({ busy: true, durationMs: 60_000 }),
  'project-busy-halt': step({ busy: true, input: { if_running: 'stop' } }),
  'start-unconfirmed': step({ faults: [['reset, acted', 'start', 1]] }),
  'job-status-forbidden': step({ faults: [['status 403', 'state', 1]] }),
  'job-failed': step({ state: 'FAILED' }),
  'job-cancelled': step({ state: 'CANCELLED' }),
  'outcome-unknown': step({ durationMs: 9_000, faults: [['restart', 'state', 1]] }),
  'waiting-for-job': waiting({}),
  'wait-timeout': waiting({ input: { started_at: '2020-01-01T00:00:00Z' } }),
  'wait-start-unknown': waiting({ cache: 'failing' }),
  'cache-unavailable': step({ cache: 'failing' }),
  'too-many-parameters': step({
    key: 'triggers.parameter_changed',
    aroundCache: withSmallCache,
  }),
  unexpected: step({ authData: { server_url: 'https://broken.example.com' }, elsewhere: BROKEN }),
};

/** A file of another length than its host has announced. */
export const wrongLengths = [withFile('/short'), withFile('/long')];

/** A refresh that something answers with 401 and no more. */
export const bare401AtRefresh = step({ token: ENDED, faults: [['status 401', 'token', 1]] });

/** A server whose token endpoint gives everybody these tokens. */
const ODD_SERVER = 'https://odd.example.com';
const givingTokens = (tokens: object) => ({
  [ODD_SERVER]: async () => replied(json(200, tokens)),
});

/** Connects with what the administrator gave, but for these fields. */
function connect(fields: Readonly<Record<string, string>>, options: OpenOptions = {}) {
  return (): Promise<ConnectOutcome> => {
    const { platform } = openSimulation(simulator, options);
    const { server_url, integration_id, oauth_client_id, oauth_client_secret } = platform.authData;
    return platform.connect({
      fields: {
        server_url: String(server_url),
        integration_id: String(integration_id),
        oauth_client_id: String(oauth_client_id),
        oauth_client_secret: String(oauth_client_secret),
        ...fields,
      },
      redirectUri: 'https://zapier.com/dashboard/auth/oauth/return/App1CLIAPI/',
      openBrowser: async (url) => {
        const state = new URL(url).searchParams.get('state');
        return `https://zapier.com/?code=c&state=${state}`;
      },
    });
  };
}

const ODD = { server_url: ODD_SERVER };

export const REACHED_WHILE_CONNECTING: Record<ConnectCode, () => Promise<ConnectOutcome>> = {
  'token-rejected': connect({ oauth_client_secret: 'a guess' }),
  'token-request-failed': connect({}, { faults: [['status 404', 'token', 1]] }),
  'invalid-client': connect({ oauth_client_secret: 'two\nlines' }),
  'invalid-token-response': connect(ODD, { elsewhere: givingTokens({ access_token: 'a b' }) }),
  'no-offline-access': connect(ODD, {
    elsewhere: givingTokens({ access_token: 'a', expires_in: 3600 }),
  }),
};
