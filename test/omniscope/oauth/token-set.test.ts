import { describe, expect, test } from '@jest/globals';
import { endsByItself, parseTokenSet } from '../../../src/omniscope/oauth/token-set.ts';

const NOW = Date.UTC(2026, 0, 1);
const parsed = (fields: object) => parseTokenSet({ access_token: 'a', ...fields }, NOW);

describe('an access token', () => {
  test.each(['eyJhbGc.e30.x-_', 'opaque/+=~', 'x'.repeat(16_000)])('may be %p', (access_token) => {
    expect(parsed({ access_token })).toMatchObject({ accessToken: access_token });
  });

  test.each([
    ...['a\r\nX-Injected: 1', 'a b', ' a', 'a\t', 'a\u0000', 'tökén', 'a\u200b', '📈'],
    ...['x'.repeat(16_001), 7, true, { a: 1 }, ['a']],
  ])('that no header can carry is refused: %p', (access_token) => {
    expect(parsed({ access_token })).toBe('access_token');
  });
});

describe('a token type', () => {
  test.each(['Bearer', 'bearer', 'BEARER', ' bearer ', '', null, undefined])(
    'may be bearer in any letter case, or missing: %p',
    (token_type) => {
      expect(parsed({ token_type })).toMatchObject({ accessToken: 'a' });
    },
  );

  test.each(['mac', 'DPoP', 'bearer dpop', 'Token', 7, {}])(
    'other than that is refused: %p',
    (token_type) => {
      expect(parsed({ token_type })).toBe('token_type');
    },
  );
});

describe('a refresh token', () => {
  test.each([undefined, null, ''])('may be missing: %p', (refresh_token) => {
    expect(parsed({ refresh_token })).toMatchObject({ refreshToken: null });
  });

  test.each([7, false, {}, ['r'], 'a\nb', 'ü', 'x'.repeat(16_001)])(
    'that is no token is refused: %p',
    (refresh_token) => {
      expect(parsed({ refresh_token })).toBe('refresh_token');
    },
  );
});

describe('an expiry', () => {
  test.each([
    [60, 60],
    [0.5, 0.5],
    ['3600', 3_600],
    [' 3600.0 ', 3_600],
    [1e13, 31_536_000],
    ['99999999999999999', 31_536_000],
  ])('counts from the response, and is never too far off for a date: %p', (expires_in, seconds) => {
    expect(parsed({ expires_in })).toMatchObject({ expiresAt: NOW + seconds * 1000 });
  });

  test.each([undefined, null, '', 0, -5, 'soon', '1h', '-60', 'Infinity', '0x10'])(
    'is unknown where none is told, or one that would refresh for ever: %p',
    (expires_in) => {
      expect(parsed({ expires_in })).toMatchObject({ expiresAt: null, issuedAt: NOW });
    },
  );

  test.each([true, {}, [3600]])('of another type is refused: %p', (expires_in) => {
    expect(parsed({ expires_in })).toBe('expires_in');
  });
});

describe('a connection ends by itself', () => {
  const DAY_S = 86_400;
  test.each([
    [3_600, undefined, true],
    [7 * DAY_S - 1, null, true],
    [7 * DAY_S, undefined, false],
    [undefined, undefined, false],
    [3_600, 'r', false],
  ])('%p s, refresh token %p: %p', (expires_in, refresh_token, expected) => {
    const tokens = parsed({ expires_in, refresh_token });
    expect(typeof tokens === 'object' && endsByItself(tokens)).toBe(expected);
  });
});
