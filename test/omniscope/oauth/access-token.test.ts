import { describe, expect, test } from '@jest/globals';
import { isNearExpiry, usernameFromToken } from '../../../src/omniscope/oauth/access-token.ts';

function jwt(payload: unknown): string {
  const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(payload)}.signature`;
}

describe('the user of an access token', () => {
  test.each([
    [{ preferred_username: 'ada', email: 'ada@example.com', name: 'Ada' }, 'ada'],
    [{ email: 'ada@example.com', name: 'Ada' }, 'ada@example.com'],
    [{ name: 'Ädä Lövelace 📈' }, 'Ädä Lövelace 📈'],
    [{ preferred_username: '', email: null, name: 'Ada' }, 'Ada'],
    [{ preferred_username: 7, email: ['x'], name: 'Ada' }, 'Ada'],
    [{ preferred_username: ' \u200b\n', name: 'Ada' }, 'Ada'],
    [{ preferred_username: 'ada\r\nX: 1\u202e\u0000evil' }, 'ada X: 1 evil'],
    [{ preferred_username: 'a'.repeat(5_000) }, `${'a'.repeat(59)}…`],
    [{ sub: '1' }, null],
    ['text', null],
    [null, null],
  ])('is the first of its claims that can be shown, in one short line: %j', (payload, user) => {
    expect(usernameFromToken(jwt(payload))).toBe(user);
  });

  const payload = jwt({ name: 'Ada' }).split('.')[1];
  test.each(['', 'opaque', `a.${payload}`, `a.${payload}.c.d`, 'a.%%%.c', 'a..c'])(
    'is unknown where the token is no JWT: %j',
    (token) => {
      expect(usernameFromToken(token)).toBeNull();
    },
  );
});

describe('a token is near its expiry', () => {
  const issuedAt = Date.UTC(2026, 0, 1);
  const ages = (life: number) => (age: number) =>
    isNearExpiry({ issuedAt, expiresAt: issuedAt + life }, issuedAt + age);

  test('in the last 40 s of an hour', () => {
    const isNear = ages(3_600_000);
    expect([0, 3_560_000, 3_560_001, 3_600_000, 9_999_999].map(isNear)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  test('in the last 40 s of a minute', () => {
    expect([0, 20_000, 20_001].map(ages(60_000))).toEqual([false, false, true]);
  });

  test.each([45_000, 30_000, 5_000, 1_000])(
    'in the second half of a life of %d ms, so that a new one is never refreshed at once',
    (life) => {
      expect([0, life / 2, life / 2 + 1].map(ages(life))).toEqual([false, false, true]);
    },
  );

  test('never where its expiry is unknown', () => {
    expect(isNearExpiry({ issuedAt, expiresAt: null }, issuedAt + 9e9)).toBe(false);
  });

  test('by its expiry alone where its issue is unknown', () => {
    const isNear = (left: number) =>
      isNearExpiry({ issuedAt: null, expiresAt: issuedAt + left }, issuedAt);
    expect([40_000, 39_999].map(isNear)).toEqual([false, true]);
  });
});
