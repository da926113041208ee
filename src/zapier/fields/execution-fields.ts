/** Fields that several operations share, so that a thing has one name and one explanation. */
import { isUsableJobId } from '../../omniscope/jobs/job.ts';
import { ID_LIMIT } from '../../omniscope/truncate.ts';
import { booleanField, choiceField, textListField } from './basic-fields.ts';
import { type Field, invalidInput, singleField } from './field.ts';
import { parameterNameField } from './parameter-name-fields.ts';
import { parseRequiredText } from './plain-values.ts';
import { copyPathField } from './project-fields.ts';

/** Advanced options of every operation come under one heading, after what most people need. */
export const ADVANCED = 'advanced';
export const inputFieldGroups = [{ key: ADVANCED, label: 'Advanced Options' }];

export const blocksField = textListField({
  key: 'blocks',
  label: 'Blocks',
  placeholder: 'Publish',
  help: 'Names of the blocks to run, one each. Leave blank to run the whole workflow. Blocks that these depend on may run too.',
});

export const jobIdField: Field<string> = singleField(
  {
    key: 'job_id',
    label: 'Job ID',
    placeholder: 'EA238_3',
    help: 'Map the Job ID from the step that started the run.',
  },
  { required: true },
  (value, label) => {
    const id = parseRequiredText(value, label, ID_LIMIT);
    if (!isUsableJobId(id))
      throw invalidInput(label, 'the Job ID as the step that started the run gave it');
    return id;
  },
);

export const copyField = copyPathField({
  key: 'lambda_project_path',
  label: 'Path of the Isolated Copy',
  help: 'Only for isolated runs: map the Path of the Isolated Copy from the step that started the run.',
});

export const waitField = booleanField({
  key: 'wait',
  label: 'Wait for the Result',
  default: true,
  group: ADVANCED,
  help: 'Wait up to about 27 seconds for the run to finish. A longer run continues on the server; add a "Wait for Execution" step to get its outcome.',
});

export const onFailureField = choiceField({
  key: 'on_failure',
  label: 'If It Fails',
  choices: { stop: 'Stop this Zap run', continue: 'Continue, with the outcome in the result' },
  default: 'stop',
  group: ADVANCED,
  help: 'What to do about a run that does not succeed. With "Stop this Zap run", a failed run or an unknown outcome is an error, and a run that was cancelled in Omniscope stops the Zap quietly.',
});

export const returnParametersField = booleanField({
  key: 'return_parameters',
  label: 'Return Parameters',
  default: false,
  group: ADVANCED,
  help: "Read the parameters after a run that succeeded, so that the workflow can return results. Runs of one project that overlap can change each other's parameters: for those, use the isolated action or a callback.",
});

export const rowsParameterField = parameterNameField({
  key: 'rows_parameter',
  label: 'Rows Parameter',
  textOnly: true,
  group: ADVANCED,
  help: 'A text parameter in which the workflow leaves its rows, as JSON or as CSV with a header line. After a run that succeeded they are returned as line items.',
});

export const callbackParameterField = parameterNameField({
  key: 'callback_parameter',
  label: 'Callback Parameter',
  textOnly: true,
  group: ADVANCED,
  help: "For runs of hours: a text parameter of the project that takes Zapier's callback address. This step then waits, for up to 30 days, until the workflow posts to that address.",
});

/** What to do about the outcome of a run. */
export const outcomeFields = {
  onFailure: onFailureField,
  returnParameters: returnParametersField,
  rowsParameter: rowsParameterField,
};
