import { describe, expect, test } from '@jest/globals';
import { createClient } from './client.ts';

const PROJECT = 'Sales/Top Customers.iox';

describe("the server's own schedule", () => {
  test('starts the project at its interval until it is cancelled', async () => {
    const { omniscope, clock } = createClient();
    const begun = clock.now();
    const stop = omniscope.tasks.every(60_000, PROJECT);
    await clock.advance(150_000);
    stop();
    await clock.advance(300_000);
    const jobs = omniscope.jobs.map(({ createdAt, user, state }) => [
      createdAt - begun,
      user,
      state,
    ]);
    expect(jobs).toEqual([
      [60_000, 'scheduler', 'COMPLETED'],
      [120_000, 'scheduler', 'COMPLETED'],
    ]);
  });

  test('skips a run while the project is busy', async () => {
    const { omniscope, clock, start } = createClient();
    await start('/u/Sales/Long%20Forecast.iox/w/execute');
    expect(omniscope.tasks.start('Sales/Long Forecast.iox')).toBeUndefined();
    await clock.advance(90_000);
    expect(omniscope.tasks.start('Sales/Long Forecast.iox')).toMatch(/^E/);
    expect(omniscope.jobs).toHaveLength(2);
  });

  test('starts nothing where the project is gone', () => {
    expect(createClient().omniscope.tasks.start('Sales/Gone.iox')).toBeUndefined();
  });

  test('starts an ordinary job: its state is read, and its last block posts', async () => {
    const posts: string[] = [];
    const { omniscope, clock, state } = createClient({ post: async (url) => void posts.push(url) });
    omniscope.setParameter(PROJECT, 'Callback URLs', 'https://hooks.example/1');
    const id = omniscope.tasks.start(PROJECT) ?? '';
    expect(await state('/u/Sales/Top%20Customers.iox', id)).toBe('RUNNING');
    await clock.advance(1_000);
    expect(await state('/u/Sales/Top%20Customers.iox', id)).toBe('COMPLETED');
    expect(posts).toEqual(['https://hooks.example/1']);
  });
});
