import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parameterNameField } from '../../../src/zapier/fields/parameter-name-fields.ts';
import { systemRuntime } from '../../../src/zapier/platform/runtime.ts';
import { type Core, startCore } from '../core.ts';
import { type Loopback, startLoopback } from '../platform/loopback.ts';

let core: Core;
let server: Loopback;
beforeAll(async () => {
  [core, server] = await Promise.all([startCore(), startLoopback()]);
  const types = ['TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'FILE', 'FOLDER', 'COLOUR'];
  const paramValues = types.map((type) => ({ name: type.toLowerCase(), type, value: null }));
  server.answer = (response) => response.end(JSON.stringify({ paramValues }));
});
afterAll(async () => {
  await server.close();
  await core.close();
});

/** What the dropdown of text parameters offers for a project. */
async function choicesFor(project: unknown): Promise<unknown> {
  const text = { key: 'rows_parameter', label: 'Rows Parameter', help: 'Help.', textOnly: true };
  const environment = () => ({ OMNISCOPE_SANDBOX_ORIGIN: server.origin });
  const [field] = parameterNameField(text).definitions({ ...systemRuntime, environment });
  return core.run((z, bundle) => {
    const authData = { server_url: server.origin, access_token: 'token' };
    const { perform }: { perform?: unknown } = Object(field && 'choices' in field && field.choices);
    if (typeof perform !== 'function') throw new Error('The dropdown has no function.');
    return perform(z, { ...bundle, authData, inputData: { project } });
  });
}

test('offers only parameters that hold text, unknown types included', async () => {
  expect(await choicesFor('Report')).toEqual({
    results: [
      { id: 'text', label: 'text' },
      { id: 'colour', label: 'colour' },
    ],
    paging_token: null,
  });
});

test.each([undefined, ' ', '{{77251676__project_path}}'])(
  'offers nothing and makes no request while the project is not known: %j',
  async (project) => {
    server.seen.length = 0;
    expect(await choicesFor(project)).toEqual({ results: [], paging_token: null });
    expect(server.seen).toHaveLength(0);
  },
);
