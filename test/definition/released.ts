/**
 * The keys that Zaps hold on to, by the version that brought them. Add, never rename or remove: Zapier's
 * checks C001 to C003 look at the same, but only when a version is about to be promoted.
 */

const EXECUTION = words(`
  id job_id job_state outcome finished succeeded execution_time started_at project_path project_url
  lambda_project_path lambda_project_url error_type error_message message parameters
  rows posted
`);
const PARAMETER = words('id name type value');

export interface ReleasedOperation {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export const RELEASED: Readonly<Record<string, ReleasedOperation>> = {
  'creates.execute_workflow': {
    inputs: words(`
      project parameters blocks refresh_from_source if_running wait on_failure return_parameters
      rows_parameter callback_parameter
    `),
    outputs: EXECUTION,
  },
  'creates.execute_lambda': {
    inputs: words(`
      project parameters files blocks keep_project wait on_failure return_parameters
      rows_parameter callback_parameter
    `),
    outputs: EXECUTION,
  },
  'creates.wait_for_execution': {
    inputs: words(`
      project job_id lambda_project_path started_at timeout_minutes on_failure return_parameters
      rows_parameter
    `),
    outputs: EXECUTION,
  },
  'creates.update_parameters': {
    inputs: words('project parameters clear'),
    outputs: words('id project_path project_url updated status'),
  },
  'creates.create_project': {
    inputs: words('name template folder parameters'),
    outputs: words('id name project_path project_url'),
  },
  'searches.find_execution': {
    inputs: words('project job_id lambda_project_path'),
    outputs: EXECUTION,
  },
  'searches.find_parameters': { inputs: words('project name'), outputs: PARAMETER },
  'searches.find_project': {
    inputs: words('name folder'),
    outputs: words('id name project_path project_url'),
  },
  'triggers.parameter_changed': {
    inputs: words('project names'),
    outputs: [...PARAMETER, 'previous_value'],
  },
  'triggers.workflow_data': {
    inputs: words('project callback_parameter'),
    outputs: words('status row_count rows'),
  },
  'triggers.project_parameter': { inputs: words('project'), outputs: PARAMETER },
};

export const RELEASED_CHOICES: Readonly<Record<string, readonly string[]>> = {
  if_running: words('retry replace stop'),
  on_failure: words('stop continue'),
  api_access: words('both workflow project'),
};

export const RELEASED_CONNECTION = words(`
  server_url integration_id oauth_client_id oauth_client_secret api_access test_project expires_at
`);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
