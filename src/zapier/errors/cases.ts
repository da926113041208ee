import type { Problems } from '../../omniscope/problem.ts';

/**
 * Every case in which a step ends without a result: the client's problems, and what only a Zap can
 * run into. `table.ts` has the words of each and what Zapier does about it.
 */
export interface Cases extends Problems {
  'token-expired': Record<never, never>;
  'refresh-refused': Problems['token-refused'];
  'refresh-failed': { host: string; found: 'busy' | 'failed' | 'silent' | 'foreign' };
  'project-busy-halt': { project: string };
  'job-failed': { project: string; words: string | null };
  'job-cancelled': { project: string };
  'outcome-unknown': { job: string };
  'waiting-for-job': { job: string; seconds: number };
  'waited-too-long': { job: string; minutes: number };
  'wait-unbounded': { job: string };
  'memory-unavailable': { effect: 'start' | 'trigger' };
  'keep-project-needed': Record<never, never>;
  'parameter-not-text': { parameter: string };
  unexpected: Record<never, never>;
}

export type CaseKind = keyof Cases;
