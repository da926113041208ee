/** What is recorded and replayed: each operation at least once, and the state endpoint in both forms. */
import type { Assumptions } from '../../sandbox/omniscope-server/assumptions.ts';
import type { RunMethod } from './player.ts';
import type { Subject } from './subject.ts';

export interface ScenarioContext extends Subject {
  readonly run: RunMethod;
  /** An https link to a file. */
  readonly fileUrl: string;
  /** Of a login that has just ended; for the exchange alone. */
  readonly code: string;
  readonly redirectUri: string;
  /** The connection's fields. */
  readonly fields: object;
}

export interface Scenario {
  readonly name: string;
  /** Only the sandbox can be told to be so, or to give so much away. */
  readonly sandboxOnly?: boolean;
  readonly assumptions?: Partial<Assumptions>;
  play(context: ScenarioContext): Promise<unknown>;
}

const perform = (key: string) => `${key}.operation.perform`;
const EXECUTE = perform('creates.execute_workflow');

const execute = ({ run, project, parameter, values }: ScenarioContext) =>
  run(EXECUTE, { project, parameters: { [parameter]: values[0] }, return_parameters: true });

const start = async ({ run, project }: ScenarioContext) =>
  Object(await run(EXECUTE, { project, wait: false }));

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'get_access_token',
    sandboxOnly: true,
    play: ({ run, fields, code, redirectUri }) =>
      run('authentication.oauth2Config.getAccessToken', {
        ...fields,
        code,
        redirect_uri: redirectUri,
      }),
  },
  {
    name: 'refresh_access_token',
    sandboxOnly: true,
    play: ({ run }) => run('authentication.oauth2Config.refreshAccessToken', {}),
  },
  {
    name: 'connection_test',
    async play({ run }) {
      // The user's name is in the access token, which is not kept.
      const { user: _, ...rest } = Object(await run('authentication.test', {}));
      return rest;
    },
  },
  { name: 'execute_workflow', play: execute },
  {
    name: 'state_endpoint_status',
    sandboxOnly: true,
    assumptions: { stateEndpoint: 'status' },
    play: execute,
  },
  {
    name: 'state_endpoint_job_state',
    sandboxOnly: true,
    assumptions: { stateEndpoint: 'job-state' },
    play: execute,
  },
  {
    name: 'execute_lambda',
    play: ({ run, project, parameter, values }) =>
      run(perform('creates.execute_lambda'), {
        project,
        parameters: { [parameter]: values[1] },
        keep_project: true,
        return_parameters: true,
      }),
  },
  {
    name: 'execute_lambda_with_file',
    play: ({ run, fileProject, fileParameter, fileUrl }) =>
      run(perform('creates.execute_lambda'), {
        project: fileProject,
        files: { [fileParameter]: fileUrl },
      }),
  },
  {
    name: 'wait_for_execution',
    async play(context) {
      const { job_id, started_at } = await start(context);
      const inputData = { project: context.project, job_id, started_at, timeout_minutes: 5 };
      return context.run(perform('creates.wait_for_execution'), inputData);
    },
  },
  {
    name: 'update_parameters',
    play: ({ run, project, parameter, values }) =>
      run(perform('creates.update_parameters'), {
        project,
        parameters: { [parameter]: values[1] },
      }),
  },
  {
    name: 'create_project',
    play: ({ run, name, template, folder }) =>
      run(perform('creates.create_project'), { name, template, folder }),
  },
  {
    name: 'find_execution',
    async play(context) {
      const { job_id } = await start(context);
      const inputData = { project: context.project, job_id };
      const found = await context.run(perform('searches.find_execution'), inputData);
      const missed = await context.run(perform('searches.find_execution'), {
        ...inputData,
        job_id: 'no-such-job',
      });
      return { found, missed };
    },
  },
  {
    name: 'find_parameters',
    play: ({ run, project, parameter }) =>
      run(perform('searches.find_parameters'), { project, name: parameter }),
  },
  {
    name: 'parameter_fields',
    play: ({ run, project }) => run('creates.execute_workflow.operation.inputFields', { project }),
  },
  {
    name: 'parameter_changed',
    async play({ run, project, parameter, values: [from, to] }) {
      const poll = () =>
        run(perform('triggers.parameter_changed'), { project, names: [parameter] });
      const set = (value: string) =>
        run(perform('creates.update_parameters'), {
          project,
          parameters: { [parameter]: value },
        });
      await set(from);
      const polls = [await poll()];
      await set(to);
      polls.push(await poll());
      await set(from);
      polls.push(await poll());
      // The ids hold a random number, made when a project is looked at for the first time.
      return polls.map((items) =>
        Object.values(Object(items)).map((item) => ({ ...Object(item), id: '' })),
      );
    },
  },
  {
    name: 'project_parameter',
    play: ({ run, project }) => run(perform('triggers.project_parameter'), { project }),
  },
];
