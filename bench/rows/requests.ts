/** The requests of one run, counted at the server, against the least that its result needs. */
import type { Row } from '../result.ts';
import { createSimulation } from '../simulation.ts';
import { FILE_PROJECT, SECONDS, TIMED_PROJECT, wideProject } from '../world.ts';

interface Case {
  readonly what: string;
  readonly key: string;
  readonly inputData: Readonly<Record<string, unknown>>;
  /** What each request of the least is for. */
  readonly least: readonly string[];
}

const project = TIMED_PROJECT;
const ofJob = (jobId: string) => ({ project, job_id: jobId, started_at: '2026-01-05T09:00:00Z' });

/** Jobs that are over by the first look, so that no waiting is counted. */
const cases = (jobId: string): readonly Case[] => [
  {
    what: 'Execute Workflow',
    key: 'creates.execute_workflow',
    inputData: { project },
    least: ['start', 'state'],
  },
  {
    what: 'with parameters set, and read after the run',
    key: 'creates.execute_workflow',
    inputData: { project, parameters: { [SECONDS]: '0' }, return_parameters: true },
    least: ['start', 'state', 'parameters'],
  },
  {
    what: 'without waiting',
    key: 'creates.execute_workflow',
    inputData: { project, wait: false },
    least: ['start', 'state'],
  },
  {
    what: 'resumed by callback',
    key: 'creates.execute_workflow',
    inputData: { project: wideProject(1), callback_parameter: 'Parameter 1' },
    least: ["the parameter's type", 'start'],
  },
  {
    what: 'Execute Isolated Workflow, the copy kept',
    key: 'creates.execute_lambda',
    inputData: { project: FILE_PROJECT, keep_project: true },
    least: ['start', 'state'],
  },
  {
    // Nothing but asking tells that the copy is gone.
    what: 'the copy gone by the first look',
    key: 'creates.execute_lambda',
    inputData: { project: FILE_PROJECT },
    least: ['start', 'state at the copy', 'state at the project'],
  },
  {
    what: 'Wait for Execution',
    key: 'creates.wait_for_execution',
    inputData: ofJob(jobId),
    least: ['state'],
  },
  {
    what: 'Find Execution',
    key: 'searches.find_execution',
    inputData: ofJob(jobId),
    least: ['state'],
  },
  {
    what: 'Find Parameters',
    key: 'searches.find_parameters',
    inputData: { project },
    least: ['parameters'],
  },
  {
    what: 'Update Parameters',
    key: 'creates.update_parameters',
    inputData: { project, parameters: { [SECONDS]: '1' } },
    least: ['update'],
  },
];

export async function measureRequests(): Promise<Row> {
  const { omniscope, platform } = createSimulation();
  await platform.runStep({ key: 'creates.execute_workflow', inputData: { project } });
  const jobId = omniscope.jobs[0]?.id ?? '';
  const lines: string[][] = [];
  let more = 0;
  for (const { what, key, inputData, least } of cases(jobId)) {
    const before = omniscope.requests.length;
    const outcome = await platform.runStep({ key, inputData });
    if (outcome.status !== 'success' && outcome.status !== 'callback') {
      throw new Error(`${what}: ${JSON.stringify(outcome)}`);
    }
    const requests = omniscope.requests.length - before;
    more += requests - least.length;
    lines.push([what, String(requests), String(least.length), least.join(', ')]);
  }
  return {
    what: 'Requests of one run',
    against: 'the least possible',
    target: 'none that the result does not need',
    measured:
      more === 0 ? `the least, in ${lines.length} of ${lines.length} cases` : `${more} more`,
    reached: more === 0,
    table: { head: ['step', 'requests', 'least', 'for'], lines },
  };
}
