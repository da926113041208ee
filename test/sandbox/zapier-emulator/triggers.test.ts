import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { engineNames, type Harness, startHarness } from './both-engines.ts';
import { createTinyApp } from './tiny-app.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

describe.each(engineNames)('a polling trigger in the %s engine', (name) => {
  function open() {
    const world: { items: { id: string }[]; metas: unknown[] } = { items: [], metas: [] };
    const app = createTinyApp({
      list: (_, { meta }) => {
        world.metas.push([meta.isPopulatingDedupe, meta.isFillingDynamicDropdown]);
        return world.items;
      },
      fail: (z) => {
        throw new z.errors.Error('It broke.');
      },
    });
    return { world, app };
  }
  const request = { key: 'triggers.change', inputData: { script: 'list' } };

  test('remembers what there is at the first poll of a Zap and triggers for what is new', async () => {
    const { world, app } = open();
    const { platform } = await harness.open(name, app);
    const poll = async (zap: string) =>
      (await platform.pollTrigger({ ...request, zap })).fresh.map(({ id }) => id);
    world.items = [{ id: 'a' }];
    expect(await poll('one')).toEqual([]);
    world.items = [{ id: 'b' }, { id: 'a' }];
    expect(await poll('one')).toEqual(['b']);
    expect(await poll('one')).toEqual([]);
    // Another Zap on the same connection has a memory of its own.
    expect(await poll('two')).toEqual([]);
    world.items = [{ id: 'c' }];
    expect(await poll('two')).toEqual(['c']);
    expect(await poll('one')).toEqual(['c']);
    world.items = [{ id: 'a' }];
    expect(await poll('one')).toEqual([]);
    expect(world.metas.map((meta) => String(meta))).toEqual([
      'true,false',
      'false,false',
      'false,false',
      'true,false',
      'false,false',
      'false,false',
      'false,false',
    ]);
  });

  test('triggers for 100 new items of one poll at most and holds the rest', async () => {
    const { world, app } = open();
    const { platform } = await harness.open(name, app);
    const poll = () => platform.pollTrigger({ ...request, zap: 'one' });
    await poll();
    world.items = Array.from({ length: 101 }, (_, index) => ({ id: String(index) }));
    const { fresh, held } = await poll();
    expect([fresh.length, held]).toEqual([100, [{ id: '100' }]]);
    expect(await poll()).toMatchObject({ fresh: [], held: [] });
  });

  test('remembers nothing of a poll that failed', async () => {
    const { world, app } = open();
    const { platform } = await harness.open(name, app);
    const failed = await platform.pollTrigger({
      ...request,
      inputData: { script: 'fail' },
      zap: 'one',
    });
    expect(failed).toMatchObject({ status: 'errored', fresh: [] });
    world.items = [{ id: 'a' }];
    expect((await platform.pollTrigger({ ...request, zap: 'one' })).fresh).toEqual([]);
    expect(world.metas).toEqual([[true, false]]);
  });

  test('feeds a dropdown', async () => {
    const { world, app } = open();
    world.items = [{ id: 'a' }];
    const { platform } = await harness.open(name, app);
    expect(await platform.fillDropdown(request)).toMatchObject({ results: [{ id: 'a' }] });
    expect(world.metas).toEqual([[false, true]]);
  });

  test('must give items with an id', async () => {
    const { world, app } = open();
    world.items = [JSON.parse('{"name":"no id"}')];
    const { platform } = await harness.open(name, app);
    const outcome = await platform.pollTrigger({ ...request, zap: 'one' });
    expect(outcome).toMatchObject({ status: 'errored', name: 'CheckError' });
  });
});
