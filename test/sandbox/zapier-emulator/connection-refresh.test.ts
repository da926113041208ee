import { describe, expect, test } from '@jest/globals';
import { createConnection, type Refreshing } from '../../../sandbox/zapier-emulator/connection.ts';
import { createVirtualClock } from '../../../sandbox/zapier-emulator/virtual-clock.ts';

/** Ten runs that find the same token too old at the same time. */
async function tenAtOnce(refreshing: Refreshing) {
  const clock = createVirtualClock();
  const connection = createConnection({ token: 0, kept: 'field' }, refreshing);
  const { authData } = connection;
  const stored: unknown[] = [];
  const how = await Promise.all(
    Array.from({ length: 10 }, () =>
      connection.renew(authData, async (given) => {
        stored.push(given.token);
        await clock.sleep(100);
        return { token: stored.length };
      }),
    ),
  );
  return { connection, stored, how, former: authData };
}

describe('refreshes of one connection', () => {
  test('are shared: one is done, the others take its result', async () => {
    const { connection, stored, how } = await tenAtOnce('shared');
    expect(stored).toEqual([0]);
    expect(how.filter((one) => one === 'refreshed')).toHaveLength(1);
    expect(connection.authData).toEqual({ token: 1, kept: 'field' });
  });

  test('are not repeated for a run that started with data from before the last one', async () => {
    const { connection, former } = await tenAtOnce('shared');
    const how = await connection.renew(former, () => Promise.reject(new Error('not to be called')));
    expect(how).toBe('joined');
  });

  test('are done anew when the newest data is too old', async () => {
    const { connection } = await tenAtOnce('shared');
    expect(await connection.renew(connection.authData, async () => ({ token: 9 }))).toBe(
      'refreshed',
    );
    expect(connection.authData.token).toBe(9);
  });

  test('are each run’s own with the option `each`, with the same stored token', async () => {
    const { stored } = await tenAtOnce('each');
    expect(stored).toEqual(Array.from({ length: 10 }, () => 0));
  });

  test('fail for every run that waits, and the next one may succeed', async () => {
    const connection = createConnection({ token: 0 }, 'shared');
    const { authData } = connection;
    const failing = () => connection.renew(authData, () => Promise.reject(new Error('refused')));
    const ends = await Promise.allSettled([failing(), failing()]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await connection.renew(authData, async () => ({ token: 1 }))).toBe('refreshed');
  });
});
