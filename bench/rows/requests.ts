/** The requests of one run, counted at the server, against the least that its result needs. */
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { runSearchOrCreate } from '../../sandbox/zapier-emulator/search-or-create.ts';
import type { Row } from '../result.ts';
import { createSimulation, type Simulation } from '../simulation.ts';
import {
  CALLBACK,
  FILE_PROJECT,
  ROWS,
  rowsProject,
  SECONDS,
  TEMPLATE,
  TIMED_PROJECT,
} from '../world.ts';

interface Case {
  readonly what: string;
  readonly run: (platform: Simulation['platform']) => Promise<StepOutcome> | undefined;
  /** What each request of the least is for. */
  readonly least: readonly string[];
}

const project = TIMED_PROJECT;
const ofJob = (jobId: string) => ({ project, job_id: jobId, started_at: '2026-01-05T09:00:00Z' });

/** Jobs that are over by the first poll, so that no waiting is counted. */
const steps = (jobId: string) => [
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
    what: 'with rows read after the run',
    key: 'creates.execute_workflow',
    inputData: { project: rowsProject('CSV'), rows_parameter: ROWS },
    least: ['start', 'state', 'parameters'],
  },
  {
    what: 'with rows and parameters',
    key: 'creates.execute_workflow',
    inputData: { project: rowsProject('CSV'), rows_parameter: ROWS, return_parameters: true },
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
    inputData: { project, callback_parameter: CALLBACK },
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
    what: 'the copy gone by the first poll',
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
  {
    what: 'Find Project',
    key: 'searches.find_project',
    inputData: { name: 'Timed', folder: 'Bench' },
    least: ['whether it exists'],
  },
  {
    what: 'Create Project',
    key: 'creates.create_project',
    inputData: { name: 'Created', template: TEMPLATE },
    least: ['create'],
  },
  {
    what: 'a poll of Parameter Changed',
    key: 'triggers.parameter_changed',
    inputData: { project },
    least: ['parameters'],
  },
];

const pair = (name: string) => ({
  key: 'searchOrCreates.find_project',
  inputData: { name, folder: 'Bench', template: TEMPLATE },
});
const hook = {
  key: 'triggers.workflow_data',
  zap: 'bench',
  inputData: { project, callback_parameter: CALLBACK },
};

const cases = (jobId: string): readonly Case[] => [
  ...steps(jobId).map(({ what, least, key, inputData }) => ({
    what,
    least,
    run: (platform: Simulation['platform']) => platform.runStep({ key, inputData }),
  })),
  {
    what: 'Find or Create Project, found',
    run: (platform) => runSearchOrCreate(platform, pair('Timed')),
    least: ['whether it exists'],
  },
  {
    what: 'Find or Create Project, created',
    run: (platform) => runSearchOrCreate(platform, pair('New')),
    least: ['whether it exists', 'create'],
  },
  {
    // Another Zap may write at the same moment; only reading back tells who was last.
    what: 'Workflow Data, the Zap turned on',
    run: (platform) => platform.hooks.turnOn(hook),
    least: ['the addresses there', 'update', 'reading back'],
  },
  {
    what: 'Workflow Data, the Zap turned off',
    run: (platform) => platform.hooks.turnOff(hook.zap),
    least: ['the addresses there', 'update', 'reading back'],
  },
];

export async function measureRequests(): Promise<Row> {
  const { omniscope, platform } = createSimulation();
  await platform.runStep({ key: 'creates.execute_workflow', inputData: { project } });
  const jobId = omniscope.jobs[0]?.id ?? '';
  const lines: string[][] = [];
  let more = 0;
  for (const { what, run, least } of cases(jobId)) {
    const before = omniscope.requests.length;
    const outcome = await run(platform);
    if (outcome?.status !== 'success' && outcome?.status !== 'callback') {
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
