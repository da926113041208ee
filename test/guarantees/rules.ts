/** The promises, each as a function from what came of a schedule to the ways in which it was broken. */
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { MESSAGE_LIMIT } from '../../src/zapier/errors/to-zapier-error.ts';
import { caseOf } from './error-codes.ts';
import { RESULT_KEYS, readResult } from './result-of.ts';
import type { Played } from './run-schedule.ts';
import { LEAKED } from './schedule.ts';

/** Of Zapier's 30 s, what is left for the way back. */
const PERFORM_LIMIT_MS = 29_500;

/** What each case says of the run's job: that there is none, that there is one, or that nobody knows. */
const JOBS_BY_CASE: Readonly<Record<string, 'none' | 'one' | 'either'>> = {
  'start-unconfirmed': 'either',
  'cache-unavailable': 'either',
  'refresh-failed': 'either',
  'refresh-rejected': 'either',
  'job-failed': 'one',
  'job-cancelled': 'one',
  'job-status-forbidden': 'one',
  'outcome-unknown': 'one',
  'project-busy': 'none',
  'project-busy-halt': 'none',
  'server-busy': 'none',
  forbidden: 'none',
  'project-not-found': 'none',
  'request-rejected': 'none',
  'not-an-omniscope-api': 'none',
  unreachable: 'none',
  'server-failed': 'none',
  'parameter-not-found': 'none',
  'copy-not-kept': 'none',
};

/** Facts: the states after which a job does nothing more. */
const FINAL = new Set(['COMPLETED', 'FINISHED', 'FAILED', 'ERROR', 'CANCELLED']);

/** Every way in which the promises were broken; none is what is promised. */
export function broken(played: Played): string[] {
  return [
    ...brokenCounts(played),
    ...played.outcomes.flatMap((outcome) => [
      ...brokenTime(outcome),
      ...brokenResult(played, outcome),
      ...brokenError(outcome),
    ]),
    ...brokenSecrecy(played),
  ];
}

function* brokenCounts({ scene, outcomes, schedule }: Played): Generator<string> {
  const { jobs } = scene.omniscope;
  const runs = outcomes.length;
  const begun = scene.starts.filter((answer) => answer !== 'refused').length;
  if (jobs.length > runs) yield `${runs} runs started ${jobs.length} jobs`;
  if (begun > runs) yield `${runs} runs sent ${begun} starts that were not refused`;
  const told = outcomes.flatMap((outcome) => readResult(outcome)?.job_id ?? []);
  if (new Set(told).size < told.length) yield `runs share a job: ${told.join(', ')}`;
  const known = new Set(jobs.map(({ id }) => id));
  for (const id of told) if (!known.has(id)) yield `no such job was started: ${id}`;
  const certain = outcomes.filter((outcome) => jobsOf(outcome) === 'one').length;
  if (jobs.length < certain) yield `${certain} runs speak of ${jobs.length} jobs`;
  const only = outcomes.length === 1 ? outcomes[0] : undefined;
  if (only === undefined) return;
  if (jobsOf(only) === 'none' && jobs.length > 0) yield 'a job runs that the step denies';
  const uncertain = scene.starts.includes('uncertain');
  const says = caseOf(only)?.kind === 'start-unconfirmed';
  if (uncertain && !says) yield `a lost answer is not told: ${JSON.stringify(only)}`;
  if (says && !uncertain) yield 'a start is said to be uncertain without reason';
  if (schedule.faults.length + schedule.happenings.length > 0) return;
  if (schedule.cache.mode === 'available' && jobs.length !== 1) yield 'no job without a fault';
}

function jobsOf(outcome: StepOutcome): 'none' | 'one' | 'either' {
  if (outcome.status === 'success' || outcome.status === 'callback') return 'one';
  const kind = caseOf(outcome)?.kind ?? '';
  return JOBS_BY_CASE[kind] ?? 'either';
}

function* brokenTime({ attempts, status }: StepOutcome): Generator<string> {
  if (status === 'killed') yield 'killed';
  for (const { startedAt, endedAt, method } of attempts) {
    const ms = endedAt - startedAt;
    if (ms > PERFORM_LIMIT_MS) yield `${method} took ${ms} ms`;
  }
}

function* brokenResult({ scene }: Played, outcome: StepOutcome): Generator<string> {
  if (outcome.status !== 'success' && outcome.status !== 'callback') return;
  const result = readResult(outcome);
  if (result === null) {
    yield `not a result: ${JSON.stringify(outcome.results)}`;
    return;
  }
  const keys = Object.keys(result).sort();
  if (keys.join() !== RESULT_KEYS.join()) yield `other keys: ${keys.join()}`;
  const job = scene.omniscope.jobs.find(({ id }) => id === result.job_id);
  if (job === undefined) return;
  const hasSucceeded = job.state === 'COMPLETED' || job.state === 'FINISHED';
  if (result.succeeded && !hasSucceeded) yield `said to have succeeded: ${job.state}`;
  if (result.succeeded && !result.finished) yield 'succeeded without having finished';
  if (FINAL.has(result.job_state) && !result.finished) yield `has ended: ${result.job_state}`;
  const isKnown = result.job_state !== 'UNKNOWN';
  if (result.finished && isKnown && job.endedAt === null) yield `said to have ended: ${job.state}`;
  if (result.finished && isKnown && result.job_state !== job.state) {
    yield `said to be ${result.job_state}: ${job.state}`;
  }
}

function* brokenError(outcome: StepOutcome): Generator<string> {
  if (outcome.status === 'success' || outcome.status === 'callback') return;
  if (outcome.status === 'killed') return;
  const { message } = outcome;
  if (message.length > MESSAGE_LIMIT) yield `${message.length} characters: ${message}`;
  if (message.includes(LEAKED)) yield `the server's secret is shown: ${message}`;
  if ('raw' in outcome && !isPacked(outcome) && outcome.raw !== message) {
    yield `the core appended to a message: ${outcome.raw}`;
  }
  const found = caseOf(outcome);
  if (found === null || found.kind === 'unexpected') {
    yield `none of the cases: ${JSON.stringify({ ...outcome, attempts: [] })}`;
  }
}

/** Fact (core 19.1.0): these carry their message in JSON. */
function isPacked(outcome: StepOutcome): boolean {
  return outcome.status === 'errored' && outcome.name === 'AppError';
}

function* brokenSecrecy({ scene, outcomes }: Played): Generator<string> {
  const shown = JSON.stringify([
    outcomes.map(({ attempts, ...end }) => [end, attempts.map(({ error }) => error)]),
    scene.cache.contents(),
    scene.platform.engine.logs,
  ]);
  for (const secret of scene.secrets()) if (shown.includes(secret)) yield `shown: ${secret}`;
  if (/\bat [^"]*\.[jt]s:\d+/.test(shown)) yield 'a stack is shown';
}
