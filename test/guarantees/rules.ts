/** The guarantees, each as a function from the run of a schedule to its violations. */
import type { JobView } from '../../sandbox/omniscope-server/views.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { MESSAGE_LIMIT } from '../../src/zapier/errors/to-zapier-error.ts';
import type { Simulation } from '../harness/simulator.ts';
import { caseOf } from './error-codes.ts';
import { RESULT_KEYS, readResult } from './result-of.ts';
import type { ScheduleRun } from './run-schedule.ts';
import { LEAKED } from './schedule.ts';

/** Of Zapier's 30 s, what is left for the way back. */
const PERFORM_LIMIT_MS = 29_500;

/** What each error says of the run's job: that there is none, that there is one, or that it is not known. */
const JOBS_BY_ERROR: Readonly<Record<string, 'none' | 'one' | 'either'>> = {
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

/** Documented: the states after which a job does nothing more. */
const FINAL = new Set(['COMPLETED', 'FINISHED', 'FAILED', 'ERROR', 'CANCELLED']);

export function violations(run: ScheduleRun): string[] {
  return [
    ...countViolations(run),
    ...run.outcomes.flatMap((outcome) => [
      ...timeViolations(outcome),
      ...resultViolations(run, outcome),
      ...errorViolations(outcome),
    ]),
    ...outcomeViolations(run),
    ...expiryViolations(run),
    ...connectionViolations(run),
    ...secrecyViolations(run),
  ];
}

function* countViolations({ simulation, outcomes, schedule }: ScheduleRun): Generator<string> {
  const { jobs } = simulation.omniscope;
  const runs = outcomes.length;
  const begun = simulation.starts.filter(
    (start) => start === 'started' || start === 'uncertain',
  ).length;
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
  const isUncertain = simulation.starts.includes('uncertain');
  const mayBeUncertain = isUncertain || simulation.starts.includes('either');
  const saysUncertain = caseOf(only)?.kind === 'start-unconfirmed';
  if (isUncertain && !saysUncertain) yield `a lost response is not told: ${JSON.stringify(only)}`;
  if (saysUncertain && !mayBeUncertain) yield 'a start is said to be uncertain without reason';
  if (schedule.faults.length + schedule.events.length > 0) return;
  if (schedule.cache.mode === 'available' && jobs.length !== 1) yield 'no job without a fault';
}

function jobsOf(outcome: StepOutcome): 'none' | 'one' | 'either' {
  if (outcome.status === 'success' || outcome.status === 'callback') return 'one';
  const kind = caseOf(outcome)?.kind ?? '';
  return JOBS_BY_ERROR[kind] ?? 'either';
}

function* timeViolations({ attempts, status }: StepOutcome): Generator<string> {
  if (status === 'killed') yield 'killed';
  for (const { startedAt, endedAt, method } of attempts) {
    const ms = endedAt - startedAt;
    if (ms > PERFORM_LIMIT_MS) yield `${method} took ${ms} ms`;
  }
}

function* resultViolations({ simulation }: ScheduleRun, outcome: StepOutcome): Generator<string> {
  if (outcome.status !== 'success' && outcome.status !== 'callback') return;
  const result = readResult(outcome);
  if (result === null) {
    yield `not a result: ${JSON.stringify(outcome.results)}`;
    return;
  }
  const keys = Object.keys(result).sort();
  if (keys.join() !== RESULT_KEYS.join()) yield `other keys: ${keys.join()}`;
  const job = simulation.omniscope.jobs.find(({ id }) => id === result.job_id);
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

/** No outcome that is not the job's own, as far as the server still knows the job. */
function* outcomeViolations({ simulation, outcomes }: ScheduleRun): Generator<string> {
  const { jobs } = simulation.omniscope;
  for (const outcome of outcomes) {
    const result = readResult(outcome);
    const job = jobs.find(({ id }) => id === result?.job_id);
    const isLost = result?.job_state === 'UNKNOWN' && result.finished;
    if (isLost && job && !mayBeLost(job, simulation)) {
      yield `said to be unknown: ${job.state}`;
    }
  }
  const [job] = jobs;
  const only = outcomes.length === 1 ? outcomes[0] : undefined;
  if (only === undefined || job === undefined) return;
  const kind = caseOf(only)?.kind;
  const hasFailed = job.state === 'FAILED' || job.state === 'ERROR';
  if (kind === 'job-failed' && !hasFailed) yield `said to have failed: ${job.state}`;
  if (kind === 'job-cancelled' && job.state !== 'CANCELLED') {
    yield `said to be cancelled: ${job.state}`;
  }
  if (kind === 'outcome-unknown' && !mayBeLost(job, simulation)) yield `given up: ${job.state}`;
  // Each attempt of a step begins without knowing what the one before has read.
  const begun = only.attempts.at(-1)?.startedAt ?? 0;
  const wasRead = simulation.states.some(({ toldState, at }) => toldState && at >= begun);
  if (kind === 'job-status-forbidden' && wasRead) yield `given up by a 403: ${job.state}`;
}

/** Jobs that end well within a perform. */
const SHORT_MS = 8_000;

/** A token that expires keeps no step from seeing the end of a short job. */
function* expiryViolations({ simulation, outcomes, schedule }: ScheduleRun): Generator<string> {
  const { faults, events, input, run, cache } = schedule;
  const isOrdinary = faults.length === 0 && cache.mode === 'available' && outcomes.length === 1;
  const onlyExpires = events.every(({ what }) => what === 'all access tokens expire');
  const waits = input.wait === true && input.callback_parameter === undefined;
  if (!isOrdinary || !onlyExpires || !waits || run.durationMs > SHORT_MS) return;
  const [outcome] = outcomes;
  const result = outcome && readResult(outcome);
  const [job] = simulation.omniscope.jobs;
  if (result?.finished === false) yield `its end is not seen: ${job?.state}`;
}

/** So many JOB_NOT_FOUND in a row are proof. */
const PROOF = 3;

function mayBeLost(job: JobView, { triggered }: Simulation): boolean {
  const notFound = triggered.filter(({ fault }) => fault.kind === 'forget-job').length;
  const isTemporary = job.kind === 'lambda' && job.deleteExecutionOnFinish;
  return job.isForgotten || (isTemporary && job.endedAt !== null) || notFound >= PROOF;
}

/** Nobody is asked to connect again unless the authorization server has refused a refresh. */
function* connectionViolations({ simulation, outcomes }: ScheduleRun): Generator<string> {
  if (simulation.tokenEndpoint.refusals > 0) return;
  for (const outcome of outcomes) {
    if (outcome.status === 'reconnect') yield `a good connection is given up: ${outcome.message}`;
  }
}

function* errorViolations(outcome: StepOutcome): Generator<string> {
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

function* secrecyViolations({ simulation, outcomes }: ScheduleRun): Generator<string> {
  const shown = JSON.stringify([
    outcomes.map(({ attempts, ...end }) => [end, attempts.map(({ error }) => error)]),
    simulation.cache.contents(),
    simulation.platform.engine.logs,
  ]);
  for (const secret of simulation.secrets()) if (shown.includes(secret)) yield `shown: ${secret}`;
  if (/\bat [^"]*\.[jt]s:\d+/.test(shown)) yield 'a stack is shown';
}
