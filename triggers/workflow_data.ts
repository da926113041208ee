import { defineTrigger } from 'zapier-platform-core';
import {
  addCallbackAddress,
  fetchCallbackParameter,
  removeCallbackAddress,
} from '../src/omniscope/callback-parameter.ts';
import { withErrorHandling } from '../src/zapier/errors/to-zapier-error.ts';
import { inputFieldsOf } from '../src/zapier/fields/field.ts';
import { requiredParameterNameField } from '../src/zapier/fields/parameter-name-fields.ts';
import { projectField } from '../src/zapier/fields/project-fields.ts';
import { createPerform } from '../src/zapier/operation/step-context.ts';
import { toItems } from '../src/zapier/output/posted.ts';
import { withoutIdCheck } from '../src/zapier/platform/core-compat.ts';
import { type Runtime, randomFraction } from '../src/zapier/platform/runtime.ts';

const fields = {
  project: projectField,
  name: requiredParameterNameField({
    key: 'callback_parameter',
    label: 'Callback Parameter',
    textOnly: true,
    help: "A text parameter of the project that takes Zapier's addresses, one a line. The workflow posts its data to each of them.",
  }),
};

export default (runtime: Runtime) =>
  defineTrigger({
    key: 'workflow_data',
    noun: 'Workflow Data',
    display: {
      label: 'New Workflow Data',
      description:
        'Triggers when a workflow posts data, whether a person, a schedule or an automation has started it.',
    },
    operation: {
      type: 'hook',
      inputFields: inputFieldsOf(fields, runtime),
      performSubscribe: createPerform(runtime, fields, async (target, { api, bundle }) => {
        const id = bundle.targetUrl ?? '';
        await addCallbackAddress(api, target, id, randomFraction(runtime));
        return { id };
      }),
      performUnsubscribe: createPerform(runtime, fields, async (target, { api, bundle }) => {
        // What performSubscribe returned; its address is the one that was written.
        const id = bundle.subscribeData?.id ?? bundle.targetUrl ?? '';
        await removeCallbackAddress(api, target, id, randomFraction(runtime));
        return { id };
      }),
      // A post is data and nothing else: nothing it says about a job is relied on.
      perform: withErrorHandling(async (_z, bundle) => {
        withoutIdCheck(bundle);
        return toItems(bundle.cleanedRequest, runtime.randomHex(8));
      }),
      // The server keeps no posts; but a problem with the parameter shows while the Zap is edited.
      performList: createPerform(runtime, fields, async (target, { api }) => {
        await fetchCallbackParameter(api, target);
        return [];
      }),
      sample: {
        status: 'done',
        row_count: 2,
        rows: [
          { Region: 'North', Amount: 1200 },
          { Region: 'South', Amount: 950 },
        ],
      },
      outputFields: [
        { key: 'status', label: 'Status', type: 'string' },
        { key: 'row_count', label: 'Row Count', type: 'integer' },
        { key: 'rows', label: 'Rows', list: true },
      ],
    },
  });
