import { sanitizeName } from '../../omniscope/sanitize-name.ts';
import { describeDoubt } from './doubt.ts';
import type { ErrorDefinitions } from './error-definition.ts';
import { formatMinutes } from './format-minutes.ts';

type Kind =
  | 'project-busy'
  | 'project-busy-halt'
  | 'start-unconfirmed'
  | 'job-status-forbidden'
  | 'job-failed'
  | 'job-cancelled'
  | 'called-back-early'
  | 'outcome-unknown'
  | 'waiting-for-job'
  | 'wait-timeout'
  | 'wait-start-unknown'
  | 'cache-unavailable'
  | 'too-many-parameters'
  | 'unexpected';

/** A project runs one job at a time; half a minute is short for a job and long for a retry. */
const BUSY_PROJECT_SECONDS = 30;

/** A longer address would leave no room for what the server says. */
const SHOWN_URL_LIMIT = 80;

const CACHE_PURPOSES = {
  start: {
    lost: 'the app could not rule out that the job had been started',
    hint: 'Nothing was started now; check in Omniscope, then replay this step.',
  },
  resume: {
    lost: 'the step could not continue after its access had expired',
    hint: 'The workflow has called back and was not started again: check its outcome in Omniscope.',
  },
  trigger: { lost: 'changes could not be compared', hint: 'Zapier tries again at its next check.' },
} as const;

/** Jobs: their start, their outcome, the wait for it. */
export const jobErrors: ErrorDefinitions<Kind> = {
  'project-busy': {
    errorClass: 'ThrottledError',
    message: ({ project }) =>
      `"${sanitizeName(project)}" is already running, so nothing was started.`,
    hint: () =>
      'A live Zap tries this step again by itself; "If Already Running" in Execute Workflow can change that.',
    delay: ({ retryAfterSeconds }) => retryAfterSeconds ?? BUSY_PROJECT_SECONDS,
    example: { project: 'Sales/Monthly Report.iox', retryAfterSeconds: null },
  },
  'project-busy-halt': {
    errorClass: 'HaltedError',
    message: ({ project }) =>
      `"${sanitizeName(project)}" is already running, so nothing was started.`,
    hint: () => 'This run stops here, as "If Already Running" in the step says.',
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'start-unconfirmed': {
    errorClass: 'Error',
    message: ({ project, doubt }) =>
      `${describeDoubt(`start of "${sanitizeName(project)}"`, doubt)}: the job may be running.`,
    hint: () =>
      'Check the project in Omniscope before you replay this step; it was not started again.',
    example: { project: 'Sales/Monthly Report.iox', doubt: 'lost' },
  },
  'job-status-forbidden': {
    errorClass: 'Error',
    message: ({ job }) =>
      `Job ${sanitizeName(job)} exists or runs, but you may not read its state.`,
    hint: ({ permission }) =>
      `Ask your administrator to grant "${permission}" to your group on the project's folder.`,
    example: { job: 'EA238_3', permission: 'Workflow Execution via APIs' },
  },
  'job-failed': {
    errorClass: 'Error',
    message: ({ job, project, serverMessage }) => {
      const run = `Job ${sanitizeName(job)} of "${sanitizeName(project)}"`;
      return serverMessage === null ? `${run} failed.` : `${run} failed: “${serverMessage}”.`;
    },
    hint: ({ projectUrl }) =>
      projectUrl.length <= SHOWN_URL_LIMIT
        ? `See which block failed at ${projectUrl} in Omniscope.`
        : 'Open the project in Omniscope to see which block failed.',
    example: {
      job: 'EA238_3',
      project: 'Sales/Monthly Report.iox',
      projectUrl: 'https://omniscope.example.com/Sales/Monthly%20Report.iox/',
      serverMessage: 'The input file has no column "Region"',
    },
  },
  'job-cancelled': {
    errorClass: 'HaltedError',
    message: ({ job, project }) =>
      `Job ${sanitizeName(job)} of "${sanitizeName(project)}" was cancelled in Omniscope.`,
    hint: () =>
      'This run of the Zap stops here; to continue instead, set "If It Fails" to "Continue, with the outcome in the result".',
    example: { job: 'EA238_3', project: 'Sales/Monthly Report.iox' },
  },
  'called-back-early': {
    errorClass: 'Error',
    message: ({ job }) =>
      `The workflow called back, but job ${sanitizeName(job)} is still running.`,
    hint: () =>
      'Have only the last block of the workflow post to Zapier; "Wait for Execution" gets the outcome of this run.',
    example: { job: 'EA238_3' },
  },
  'outcome-unknown': {
    errorClass: 'Error',
    message: ({ job }) =>
      `Omniscope no longer knows job ${sanitizeName(job)}, so its outcome is unknown.`,
    hint: () => 'Check the job ID and the project in Omniscope before you run it again.',
    example: { job: 'EA238_3' },
  },
  'waiting-for-job': {
    errorClass: 'ThrottledError',
    message: ({ job, isReported }) =>
      isReported
        ? `Job ${sanitizeName(job)} is still running.`
        : `The server has not reported the state of job ${sanitizeName(job)} yet.`,
    hint: ({ seconds }) => `Zapier checks again by itself in about ${seconds} seconds.`,
    delay: ({ seconds }) => seconds,
    example: { job: 'EA238_3', seconds: 60, isReported: true },
  },
  'wait-timeout': {
    errorClass: 'Error',
    message: ({ job, minutes }) =>
      `Job ${sanitizeName(job)} has not ended within ${formatMinutes(minutes)}; it may still be running.`,
    hint: () => 'Check the project in Omniscope, or allow more time in "Timeout (Minutes)".',
    example: { job: 'EA238_3', minutes: 60 },
  },
  'wait-start-unknown': {
    errorClass: 'Error',
    message: ({ job }) =>
      `Job ${sanitizeName(job)} is still running, and Zapier cannot remember how long it has waited.`,
    hint: () => 'Map "Started At" from the step that started the job, then replay.',
    example: { job: 'EA238_3' },
  },
  'cache-unavailable': {
    errorClass: 'Error',
    message: ({ purpose }) =>
      `Zapier's storage did not respond, so ${CACHE_PURPOSES[purpose].lost}.`,
    hint: ({ purpose }) => CACHE_PURPOSES[purpose].hint,
    example: { purpose: 'start' },
  },
  'too-many-parameters': {
    errorClass: 'Error',
    message: ({ count }) =>
      `Zapier cannot remember the values of ${count} parameters, so changes could not be compared.`,
    hint: () => 'In the trigger, choose the ones to watch in "Parameters".',
    example: { count: 12_000 },
  },
  unexpected: {
    errorClass: 'Error',
    message: () => 'Something unexpected happened in this app.',
    hint: () =>
      'Check in Omniscope what was done, then try again; if the problem persists, tell the developers of this app.',
    example: {},
  },
};
