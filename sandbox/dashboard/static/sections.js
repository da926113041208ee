/** What each part of the page shows of a snapshot: from data to elements. */
import {
  badge,
  code,
  commandButton,
  commandSwitch,
  element,
  nothing,
  table,
  time,
} from './elements.js';

/** States of the API, and LOST for a run that a restart broke off; what is not listed is under way. */
const STATE_KINDS = {
  COMPLETED: 'good',
  FINISHED: 'good',
  FAILED: 'bad',
  ERROR: 'bad',
  LOST: 'bad',
  CANCELLED: 'warned',
};

/** Seconds from start to end, or to now. */
function duration({ startedAt, endedAt }, now) {
  return startedAt === null ? '' : `${(((endedAt ?? now) - startedAt) / 1000).toFixed(1)} s`;
}

function jobs({ jobs: all, now }) {
  if (all.length === 0) return nothing('None yet. Run a step that executes a workflow.');
  const rows = all.map((job) => [
    badge(job.state, STATE_KINDS[job.state] ?? 'busy'),
    code(job.id),
    job.lambdaProjectPath === null ? job.projectPath : `${job.projectPath} (isolated copy)`,
    job.blocks.length === 0 ? 'all blocks' : job.blocks.join(', '),
    job.user,
    time(job.createdAt),
    duration(job, now),
  ]);
  return table(
    'Jobs, newest first',
    ['State', 'Job', 'Project', 'Blocks', 'User', 'Asked for', 'Took'],
    rows,
  );
}

function outcome(text) {
  if (text === null) return badge('…', 'busy');
  if (/^2\d\d$/.test(text)) return badge(text, 'good');
  if (/^3\d\d$/.test(text)) return badge(text, 'busy');
  return badge(text, /^4\d\d$/.test(text) ? 'warned' : 'bad');
}

function requests({ exchanges }) {
  if (exchanges.length === 0) return nothing('None yet.');
  const rows = exchanges.map((one) => [
    time(one.at),
    outcome(one.outcome),
    [one.method, ' ', code(readable(one.path))],
    one.token === null ? '' : code(`${one.token}…`),
    one.faults.map((fault) => badge(fault, 'fault')),
  ]);
  return table('Requests, newest first', ['Time', 'Answer', 'Request', 'Token', 'Fault met'], rows);
}

/** Percent-encoding taken away where it can be. */
function readable(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export function projects({ projects: all }, isOpen) {
  return all.map(({ path, blocks, parameters }) =>
    element(
      'details',
      { 'data-key': path, open: isOpen(path) },
      element('summary', {}, path),
      element(
        'p',
        { class: 'quiet' },
        blocks.length === 0 ? 'No blocks' : `Blocks: ${blocks.join(' → ')}`,
      ),
      parameters.length === 0
        ? nothing('No parameters.')
        : table(
            `Parameters of ${path}`,
            ['Parameter', 'Type', 'Value'],
            parameters.map((parameter) => [
              parameter.name,
              parameter.type,
              parameterForm(path, parameter),
            ]),
          ),
    ),
  );
}

/** What a person would do on the project's own page: see a value, and set another. */
function parameterForm(project, { name, value }) {
  return element(
    'form',
    { class: 'value', 'data-project': project, 'data-name': name },
    element('input', {
      name: 'value',
      value: value === null ? '' : String(value),
      'aria-label': name,
    }),
    element('button', { type: 'submit', 'aria-label': `Set ${name}` }, 'Set'),
  );
}

const PLACES = {
  any: 'any request',
  start: 'the start of a job',
  state: "the look at a job's state",
  param: 'reading parameters',
  update: 'updating parameters',
  create: 'creating a project',
  token: 'token requests',
};

function switches({ faults: { on } }) {
  if (on.length === 0) return nothing('No fault is on.');
  return element(
    'ul',
    { class: 'switches' },
    on.map(({ id, title, on: place, once }) =>
      element(
        'li',
        {},
        element(
          'span',
          {},
          `${title}, at ${PLACES[place] ?? place}, ${once ? 'the next time' : 'every time'}`,
        ),
        commandButton('Switch off', { command: 'remove-fault', id }),
      ),
    ),
  );
}

function administration({ integrations, misconfigurations, server }) {
  return [
    integrations.map(({ id, displayName, enabled }) =>
      commandSwitch(`The integration “${displayName}” is enabled`, enabled, {
        command: 'set-integration',
        id,
      }),
    ),
    element('h3', {}, `Misconfigurations of ${server.provider}`),
    misconfigurations.length === 0
      ? nothing('None is documented for this provider.')
      : misconfigurations.map(({ name, title, on }) =>
          commandSwitch(title, on, { command: 'set-misconfiguration', name }),
        ),
  ].flat();
}

const TOKEN_KINDS = { live: 'good', expired: 'warned', revoked: 'bad' };

function tokens({ tokens: all, now }) {
  if (all.length === 0) return nothing('Nobody has connected yet.');
  const rows = all.map(({ first, user, state, expiresAt }) => {
    const shown = state === 'live' && expiresAt <= now ? 'expired' : state;
    return [code(`${first}…`), user, badge(shown, TOKEN_KINDS[shown] ?? 'busy'), time(expiresAt)];
  });
  return table('Access tokens, newest first', ['Begins', 'User', 'State', 'Expires'], rows);
}

function server({ server: { url, provider } }) {
  return [code(url), ` with ${provider} as its identity provider`];
}

/** Each part by the id of its place on the page. */
export const SECTIONS = { server, jobs, requests, switches, administration, tokens };
