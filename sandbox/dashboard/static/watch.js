/** What the server has, is asked, and does: from a snapshot to elements. */
import { badge, code, commandButton, element, id, note, nothing, table, time } from './elements.js';

/** States of the API, and LOST for a run that a restart broke off; all others are under way. */
const STATE_KINDS = {
  COMPLETED: 'good',
  FINISHED: 'good',
  FAILED: 'bad',
  ERROR: 'bad',
  LOST: 'bad',
  CANCELLED: 'warned',
};

/** Why a run ended as it did. */
const STATE_NOTES = {
  LOST: 'The server was restarted.',
  CANCELLED: 'Another start has taken its place.',
};

/** Seconds from start to end, or to now. */
function duration({ startedAt, endedAt }, now) {
  return startedAt === null ? '' : `${(((endedAt ?? now) - startedAt) / 1000).toFixed(1)}\u00a0s`;
}

function jobs({ jobs: all, now }) {
  if (all.length === 0) return nothing('None yet. Run a project, or a step of a Zap.');
  const rows = all.map((job) => {
    const reason = job.error?.message ?? job.error?.type ?? STATE_NOTES[job.state];
    return [
      [badge(job.state, STATE_KINDS[job.state] ?? 'busy'), reason ? note(reason) : ''],
      id(job.id),
      job.lambdaProjectPath === null ? job.projectPath : `${job.projectPath} (isolated copy)`,
      job.blocks.length === 0 ? 'all blocks' : job.blocks.join(', '),
      job.user,
      time(job.createdAt),
      duration(job, now),
    ];
  });
  return table(
    'Jobs, newest first',
    ['State', 'Job', 'Project', 'Blocks', 'User', 'Started', 'Took'],
    rows,
  );
}

function outcome(text) {
  if (text === null) return badge('…', 'busy');
  if (/^2\d\d$/.test(text)) return badge(text, 'good');
  if (/^3\d\d$/.test(text)) return badge(text, 'busy');
  return badge(text, /^4\d\d$/.test(text) ? 'warned' : 'bad');
}

function requests({ exchanges, tokens }) {
  if (exchanges.length === 0) return nothing('None yet.');
  const owners = new Map(tokens.map(({ fingerprint, user }) => [fingerprint, user]));
  const rows = exchanges.map((one) => [
    time(one.at),
    [outcome(one.outcome), one.reason === null ? '' : note(one.reason)],
    [one.method, ' ', code(readable(one.path))],
    one.token === null ? '' : [owners.get(one.token) ?? 'unknown', ' ', id(one.token)],
    one.faults.map((fault) => badge(fault, 'fault')),
  ]);
  return table('Requests, newest first', ['Time', 'Response', 'Request', 'Token', 'Fault'], rows);
}

/** Percent-encoding taken away where it can be. */
function readable(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** @param isOpen whether a project's parameters are shown, by its path */
function projects({ projects: all }, isOpen) {
  return all.map(({ path, blocks, parameters }) =>
    element(
      'div',
      { class: 'project' },
      element(
        'details',
        { 'data-key': path, open: isOpen(path) },
        element('summary', {}, path),
        element(
          'p',
          { class: 'quiet' },
          blocks.length === 0 ? 'No blocks' : `Blocks: ${blocks.join(' → ')}`,
        ),
        parameters.length === 0 ? nothing('No parameters.') : parameterTable(path, parameters),
      ),
      commandButton('Run', { command: 'run-project', project: path }, `Run ${path}`),
    ),
  );
}

function parameterTable(path, parameters) {
  return table(
    `Parameters of ${path}`,
    ['Parameter', 'Type', 'Value'],
    parameters.map((parameter) => [parameter.name, parameter.type, parameterForm(path, parameter)]),
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

const TOKEN_KINDS = { live: 'good', expired: 'warned', revoked: 'bad' };

function tokens({ tokens: all, now }) {
  if (all.length === 0) return nothing('Nobody has connected yet.');
  const rows = all.map(({ fingerprint, user, state, expiresAt }) => {
    const shown = state === 'live' && expiresAt <= now ? 'expired' : state;
    return [id(fingerprint), user, badge(shown, TOKEN_KINDS[shown] ?? 'busy'), time(expiresAt)];
  });
  return table('Access tokens, newest first', ['Token', 'User', 'State', 'Expires'], rows);
}

function server({ server: { url, provider } }) {
  return [code(url), ` with ${provider} as its identity provider`];
}

/** Each part by the id of its place on the page. */
export const WATCHED = { server, projects, jobs, requests, tokens };
