import { defineInputField, defineInputFields } from 'zapier-platform-core';

/** Fields that several operations share, so that a thing is named and explained the same everywhere. */

export const projectField = defineInputField({
  key: 'project',
  label: 'Project',
  type: 'string',
  required: true,
  placeholder: 'Sales/Monthly Report.iox',
  helpText:
    'The folder and name of the Omniscope project, such as `Sales/Monthly Report.iox`. You can also paste its address from your browser.',
});

export const parametersField = defineInputField({
  key: 'parameters',
  label: 'Parameters',
  type: 'string',
  dict: true,
  required: false,
  helpText:
    "Project parameters by name. The project's own parameters also show as separate fields, which win over a name given here. A parameter without a value is left alone.",
});

export const blocksField = defineInputField({
  key: 'blocks',
  label: 'Blocks',
  type: 'string',
  list: true,
  required: false,
  placeholder: 'Publish',
  helpText:
    'Names of the blocks to run, one each. Leave it blank to run the whole workflow. Blocks that these need may run too.',
});

export const jobIdField = defineInputField({
  key: 'job_id',
  label: 'Job ID',
  type: 'string',
  required: true,
  placeholder: 'EA238_3',
  helpText: 'Map the Job ID from the step that started the run.',
});

export const lambdaPathField = defineInputField({
  key: 'lambda_project_path',
  label: 'Path of the Isolated Copy',
  type: 'string',
  required: false,
  helpText:
    'Only for isolated runs: map the Path of the Isolated Copy from the step that started the run.',
});

/** Advanced options of every operation come under one heading, after what most people need. */
export const ADVANCED = 'advanced';
export const inputFieldGroups = [{ key: ADVANCED, label: 'Advanced Options' }];

export const waitField = defineInputField({
  key: 'wait',
  label: 'Wait for the Result',
  type: 'boolean',
  default: 'true',
  required: false,
  group: ADVANCED,
  helpText:
    'Wait up to about 27 seconds for the run to finish. A run that takes longer goes on; add a "Wait for Execution" step to get its outcome.',
});

const onFailureField = defineInputField({
  key: 'on_failure',
  label: 'If It Fails',
  type: 'string',
  choices: {
    stop: 'Stop this Zap run',
    continue: 'Go on, with the outcome in the result',
  },
  default: 'stop',
  required: false,
  group: ADVANCED,
  helpText:
    'What this step does about a run that does not succeed. With "Stop this Zap run", a failed run or a lost outcome shows as an error; a run that was cancelled in Omniscope stops the Zap quietly.',
});

const returnParametersField = defineInputField({
  key: 'return_parameters',
  label: 'Return Parameters',
  type: 'boolean',
  default: 'false',
  required: false,
  group: ADVANCED,
  helpText:
    'Read the parameters after the run, so that the workflow can hand results back to this Zap. Only where this step sees the run end; for an isolated run, "Keep the Copy" is needed.',
});

export const callbackParameterField = defineInputField({
  key: 'callback_parameter',
  label: 'Callback Parameter',
  type: 'string',
  dynamic: 'project_parameter.id.name',
  dependsOn: ['project'],
  required: false,
  group: ADVANCED,
  helpText:
    "For runs of hours: a text parameter of the project that takes Zapier's callback address. This step then waits, for up to 30 days, until the workflow's last block posts to that address.",
});

export const outcomeFields = defineInputFields([onFailureField, returnParametersField]);
