import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { engineNames, type Harness, startHarness } from '../both-engines.ts';
import { createTinyApp } from '../tiny-app.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const UNRESOLVED = '{{123__project_path}}';

function appWithFields() {
  const seen: unknown[][] = [];
  const { creates, ...rest } = createTinyApp({
    echo: (_, { inputData, inputDataRaw, meta }) => ({ inputData, inputDataRaw, meta }),
    list: (_, { inputData, meta }) => {
      seen.push(['trigger', inputData.project, meta.isFillingDynamicDropdown]);
      return [{ id: 7, name: 'Seven' }, { id: 8 }];
    },
  });
  const parameters = (_: ZObject, { inputData: { project, count } }: Bundle) => {
    seen.push(['fields', project]);
    return Array.from({ length: Number(count ?? 1) }, (_, index) => ({
      key: `param_${index}`,
      type: 'number',
      meta: { kind: 'number' },
      children: project === 'Nested' ? [{ key: 'child' }] : undefined,
    }));
  };
  const choices = {
    perform: (_: ZObject, { inputData, meta }: Bundle) => {
      seen.push(['function', inputData.project, inputData.count, meta.isFillingDynamicDropdown]);
      return { results: [{ id: 'a', label: 'A' }], paging_token: null };
    },
  };
  const inputFields = [
    { key: 'script' },
    { key: 'count', type: 'integer' },
    { key: 'project', dynamic: 'change.id.name', altersDynamicFields: true },
    { key: 'folder', altersDynamicFields: true },
    parameters,
    { key: 'block', choices, dependsOn: ['project'] },
    { key: 'other', dynamic: 'change.id.name', dependsOn: ['project'], required: false },
  ];
  const { probe } = creates;
  const operation = { ...probe.operation, inputFields };
  return { seen, app: { ...rest, creates: { probe: { ...probe, operation } } } };
}

const step = { key: 'creates.probe' };

describe.each(engineNames)('the Zap editor in the %s engine', (name) => {
  test('finds the fields while the input is still empty', async () => {
    const { app, seen } = appWithFields();
    const { platform } = await harness.open(name, app);
    const editor = await platform.openEditor(step);
    expect(editor.fields).toMatchObject({
      status: 'success',
      results: [
        { key: 'script' },
        { key: 'count' },
        { key: 'project' },
        { key: 'folder' },
        { key: 'param_0' },
        { key: 'block' },
        { key: 'other' },
      ],
    });
    expect(seen).toEqual([['fields', undefined]]);
  });

  test('finds the fields anew when a dropdown alters them, or on Refresh fields', async () => {
    const { app, seen } = appWithFields();
    const { platform } = await harness.open(name, app);
    const editor = await platform.openEditor(step);
    await editor.enter('folder', 'a text field alters nothing');
    await editor.enter('project', UNRESOLVED);
    await editor.refreshFields();
    expect(seen).toEqual([
      ['fields', undefined],
      ['fields', UNRESOLVED],
      ['fields', UNRESOLVED],
    ]);
  });

  test('fills dropdowns from a trigger and from a function, values still unresolved', async () => {
    const { app, seen } = appWithFields();
    const { platform } = await harness.open(name, app);
    const editor = await platform.openEditor(step);
    expect(await editor.open('block')).toEqual({ status: 'disabled', missing: ['project'] });
    await editor.enter('count', '2');
    await editor.enter('project', UNRESOLVED);
    expect(await editor.open('block')).toEqual({
      status: 'filled',
      choices: [{ value: 'a', label: 'A' }],
    });
    await editor.enter('script', 'list');
    expect(await editor.open('other')).toEqual({
      status: 'filled',
      choices: [
        { value: '7', label: 'Seven' },
        { value: '8', label: '8' },
      ],
    });
    expect(seen.filter(([kind]) => kind !== 'fields')).toEqual([
      ['function', UNRESOLVED, '2', true],
      ['trigger', UNRESOLVED, true],
    ]);
  });

  test('opens a dropdown that need not be filled in before what it depends on', async () => {
    const { app } = appWithFields();
    const { platform } = await harness.open(name, app);
    const editor = await platform.openEditor(step);
    expect(await editor.open('other')).toMatchObject({ status: 'failed' });
    await editor.enter('script', 'list');
    expect(await editor.open('other')).toMatchObject({ status: 'filled' });
  });

  test('clears what depends on a value that changes', async () => {
    const { app } = appWithFields();
    const { platform } = await harness.open(name, app);
    const editor = await platform.openEditor(step);
    await editor.enter('project', 'One');
    await editor.enter('block', 'a');
    await editor.enter('project', 'Two');
    expect(editor.inputData).toEqual({ project: 'Two', block: undefined });
  });

  test.each([
    ['fields', 994, undefined, 'success'],
    ['fields', 995, undefined, 'errored'],
    ['fields and their children', 498, 'Nested', 'errored'],
  ])('shows at most 1000 %s, static and dynamic', async (_, count, project, status) => {
    const { app } = appWithFields();
    const { platform } = await harness.open(name, app);
    const outcome = await platform.fields({ ...step, inputData: { count, project } });
    expect(outcome.status).toBe(status);
  });

  test('makes a run of the Zap convert its input by the fields that it has shown', async () => {
    const { app } = appWithFields();
    const { platform } = await harness.open(name, app, { timezone: 'Asia/Kolkata' });
    const typed = { script: 'echo', param_0: '1,250' };
    await platform.openEditor({ ...step, zap: 'edited' });
    const run = (zap: string) => platform.runStep({ ...step, zap, inputData: typed });
    expect(await run('edited')).toMatchObject({
      results: {
        inputData: { ...typed, param_0: 1 },
        inputDataRaw: typed,
        meta: { timezone: 'Asia/Kolkata', inputFields: { param_0: { kind: 'number' } } },
      },
    });
    expect(await run('never edited')).toMatchObject({ results: { inputData: typed } });
  });
});
