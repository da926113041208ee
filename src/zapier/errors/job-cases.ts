import { quotable, type Rows } from './row.ts';

type Kind =
  | 'project-busy'
  | 'project-busy-halt'
  | 'start-uncertain'
  | 'job-unreadable'
  | 'job-failed'
  | 'job-cancelled'
  | 'outcome-unknown'
  | 'waiting-for-job'
  | 'waited-too-long'
  | 'wait-unbounded'
  | 'memory-unavailable'
  | 'unexpected';

/** A project runs one job at a time; half a minute is short for a job and long for a retry. */
const BUSY_PROJECT_SECONDS = 30;

/** Jobs: their start, their outcome, the wait for it. */
export const jobCases: Rows<Kind> = {
  'project-busy': {
    effect: 'ThrottledError',
    happened: ({ project }) => `"${quotable(project)}" is already running, so nothing was started.`,
    remedy: () => 'Zapier tries again by itself; "If Already Running" in the step can change that.',
    delay: () => BUSY_PROJECT_SECONDS,
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'project-busy-halt': {
    effect: 'HaltedError',
    happened: ({ project }) => `"${quotable(project)}" is already running, so nothing was started.`,
    remedy: () => 'This run stops here, as "If Already Running" in the step says.',
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'start-uncertain': {
    effect: 'Error',
    happened: ({ project }) =>
      `No certain answer came to the start of "${quotable(project)}": the job may be running.`,
    remedy: () =>
      'Look at the project in Omniscope before you replay this step; it was not started again.',
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'job-unreadable': {
    effect: 'Error',
    happened: ({ job }) => `Job ${quotable(job)} exists or runs, but you may not read its state.`,
    remedy: ({ permission }) =>
      `Ask your administrator to grant your group "${permission}" on the project's folder.`,
    example: { job: 'EA238_3', permission: 'Workflow Execution via APIs' },
  },
  'job-failed': {
    effect: 'Error',
    happened: ({ project, words }) =>
      words === null
        ? `The run of "${quotable(project)}" failed.`
        : `The run of "${quotable(project)}" failed: “${words}”.`,
    remedy: () => 'Open the project in Omniscope to see which block failed.',
    example: {
      project: 'Sales/Monthly Report.iox',
      words: 'The input file has no column "Region"',
    },
  },
  'job-cancelled': {
    effect: 'HaltedError',
    happened: ({ project }) => `The run of "${quotable(project)}" was cancelled in Omniscope.`,
    remedy: () => 'This run of the Zap stops here; set "If It Fails" to continue to go on instead.',
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'outcome-unknown': {
    effect: 'Error',
    happened: ({ job }) =>
      `Omniscope no longer knows job ${quotable(job)}, so its outcome is unknown.`,
    remedy: () => 'Check the job ID and the project in Omniscope before you run it again.',
    example: { job: 'EA238_3' },
  },
  'waiting-for-job': {
    effect: 'ThrottledError',
    happened: ({ job }) => `Job ${quotable(job)} is still running.`,
    remedy: ({ seconds }) => `Zapier looks again by itself in about ${seconds} seconds.`,
    delay: ({ seconds }) => seconds,
    example: { job: 'EA238_3', seconds: 60 },
  },
  'waited-too-long': {
    effect: 'Error',
    happened: ({ job, minutes }) =>
      `Job ${quotable(job)} has not ended within ${minutes} minutes; it may still be running.`,
    remedy: () => 'Look at the project in Omniscope, or allow more time in "Timeout (Minutes)".',
    example: { job: 'EA238_3', minutes: 60 },
  },
  'wait-unbounded': {
    effect: 'Error',
    happened: ({ job }) =>
      `Job ${quotable(job)} is still running, and Zapier cannot remember how long it has waited.`,
    remedy: () => 'Map "Started At" from the step that started the job, then replay.',
    example: { job: 'EA238_3' },
  },
  'memory-unavailable': {
    effect: 'Error',
    happened: ({ effect }) =>
      effect === 'start'
        ? "Zapier's storage did not answer, so the app could not rule out that the job had been started."
        : "Zapier's storage did not answer, so changes could not be compared.",
    remedy: ({ effect }) =>
      effect === 'start'
        ? 'Nothing was started now; look in Omniscope, then replay.'
        : 'Zapier tries again by itself.',
    example: { effect: 'start' },
  },
  unexpected: {
    effect: 'Error',
    happened: () => 'Something unexpected happened in this app.',
    remedy: () =>
      'Look in Omniscope for what was done, then try again; if it stays, tell the makers of this app.',
    example: {},
  },
};
