import { describe, expect, test } from '@jest/globals';
import { createMemoryAdapter } from '../../../sandbox/identity-provider/memory-adapter.ts';

function createStore() {
  let time = 0;
  const adapterFor = createMemoryAdapter(() => time);
  return { adapterFor, advance: (ms: number) => (time += ms) };
}

describe('the provider’s storage', () => {
  test('forgets what has expired', async () => {
    const { adapterFor, advance } = createStore();
    const codes = adapterFor('AuthorizationCode');
    await codes.upsert('one', { accountId: 'alice' }, 60);
    advance(59_999);
    expect(await codes.find('one')).toEqual({ accountId: 'alice' });
    advance(1);
    expect(await codes.find('one')).toBeUndefined();
  });

  test('keeps the models separate', async () => {
    const { adapterFor } = createStore();
    await adapterFor('AuthorizationCode').upsert('one', { accountId: 'alice' });
    expect(await adapterFor('RefreshToken').find('one')).toBeUndefined();
  });

  test('marks what was consumed, by its clock', async () => {
    const { adapterFor, advance } = createStore();
    const codes = adapterFor('AuthorizationCode');
    await codes.upsert('one', {});
    advance(5_000);
    await codes.consume('one');
    expect(await codes.find('one')).toEqual({ consumed: 5 });
  });

  test('ends everything that belongs to a grant, and nothing else', async () => {
    const { adapterFor } = createStore();
    const tokens = adapterFor('RefreshToken');
    await tokens.upsert('first', { grantId: 'g1' });
    await adapterFor('AuthorizationCode').upsert('code', { grantId: 'g1' });
    await tokens.upsert('second', { grantId: 'g2' });
    await tokens.revokeByGrantId('g1');
    expect(await tokens.find('first')).toBeUndefined();
    expect(await adapterFor('AuthorizationCode').find('code')).toBeUndefined();
    expect(await tokens.find('second')).toBeDefined();
  });

  test('finds a session by its uid, until the session is gone', async () => {
    const { adapterFor } = createStore();
    const sessions = adapterFor('Session');
    await sessions.upsert('one', { uid: 'u1' });
    await adapterFor('Interaction').upsert('two', { uid: 'u2' });
    expect(await sessions.findByUid('u1')).toEqual({ uid: 'u1' });
    expect(await sessions.findByUid('u2')).toBeUndefined();
    await sessions.destroy('one');
    expect(await sessions.findByUid('u1')).toBeUndefined();
  });

  test('holds many thousands at once, unlike a cache', async () => {
    const { adapterFor } = createStore();
    const tokens = adapterFor('RefreshToken');
    for (let n = 0; n < 5_000; n += 1) await tokens.upsert(`t${n}`, { grantId: `g${n}` }, 60);
    expect(await tokens.find('t0')).toBeDefined();
  });
});
