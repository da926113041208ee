import core, { defineApp } from 'zapier-platform-core';
import create_project from './creates/create_project.ts';
import execute_lambda from './creates/execute_lambda.ts';
import execute_workflow from './creates/execute_workflow.ts';
import update_parameters from './creates/update_parameters.ts';
import wait_for_execution from './creates/wait_for_execution.ts';
import packageJson from './package.json' with { type: 'json' };
import find_execution from './searches/find_execution.ts';
import find_parameters from './searches/find_parameters.ts';
import find_project from './searches/find_project.ts';
import { authentication } from './src/zapier/auth/authentication.ts';
import { type Runtime, systemRuntime } from './src/zapier/platform/runtime.ts';
import parameter_changed from './triggers/parameter_changed.ts';
import project_parameter from './triggers/project_parameter.ts';
import workflow_data from './triggers/workflow_data.ts';

/** The app, with what it takes from the world around it passed in; what is not given is the system's. */
export function createApp(given: Partial<Runtime>) {
  const runtime: Runtime = { ...systemRuntime, ...given };
  return defineApp({
    version: packageJson.version,
    platformVersion: core.version,
    authentication: authentication(runtime),
    triggers: {
      parameter_changed: parameter_changed(runtime),
      workflow_data: workflow_data(runtime),
      project_parameter: project_parameter(runtime),
    },
    creates: {
      execute_workflow: execute_workflow(runtime),
      execute_lambda: execute_lambda(runtime),
      wait_for_execution: wait_for_execution(runtime),
      update_parameters: update_parameters(runtime),
      create_project: create_project(runtime),
    },
    searches: {
      find_execution: find_execution(runtime),
      find_parameters: find_parameters(runtime),
      find_project: find_project(runtime),
    },
    searchOrCreates: {
      find_project: {
        key: 'find_project',
        display: {
          label: 'Find or Create Project',
          description:
            'Finds a project by its name and folder, or creates it from a template where there is none, and returns its path for the next steps.',
        },
        search: 'find_project',
        create: 'create_project',
      },
    },
  });
}

export default createApp(systemRuntime);
