import { describe, expect, test } from '@jest/globals';
import { createBench } from './harness.ts';

describe('a refresh', () => {
  test('gives a new access token, and leaves the former one valid', async () => {
    const bench = await createBench();
    const { accessToken, refreshToken } = await bench.connect();
    const { status, json } = await bench.refresh(refreshToken);
    expect(status).toBe(200);
    expect(json.access_token).not.toBe(accessToken);
    expect(await bench.verify(accessToken)).toBe('ok');
    expect(await bench.verify(String(json.access_token))).toBe('ok');
  });

  test('rotates the refresh token, and the new one works', async () => {
    const bench = await createBench();
    const { refreshToken } = await bench.connect();
    const first = await bench.refresh(refreshToken);
    expect(first.json.refresh_token).not.toBe(refreshToken);
    expect((await bench.refresh(String(first.json.refresh_token))).status).toBe(200);
    expect(bench.provider.refreshed).toEqual(['provider-refresh-1', 'provider-refresh-2']);
  });

  test('with a token that was rotated away ends the whole grant', async () => {
    const bench = await createBench();
    const { accessToken, refreshToken } = await bench.connect();
    const { json } = await bench.refresh(refreshToken);
    expect((await bench.refresh(refreshToken)).json.error).toBe('invalid_grant');
    expect(await bench.verify(accessToken)).toBe('Access token revoked');
    expect(await bench.verify(String(json.access_token))).toBe('Access token revoked');
    expect((await bench.refresh(String(json.refresh_token))).json.error).toBe('invalid_grant');
  });

  test('that comes twice at the same time counts as reuse', async () => {
    const bench = await createBench();
    const { refreshToken } = await bench.connect();
    const answers = await Promise.all([bench.refresh(refreshToken), bench.refresh(refreshToken)]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
  });

  test('can give the same refresh token again', async () => {
    const bench = await createBench({ assumptions: { refreshToken: 'keep' } });
    const { refreshToken } = await bench.connect();
    expect((await bench.refresh(refreshToken)).json.refresh_token).toBe(refreshToken);
    expect((await bench.refresh(refreshToken)).status).toBe(200);
  });

  test('can leave the refresh token out, and the old one stays good', async () => {
    const bench = await createBench({ assumptions: { refreshToken: 'omit' } });
    const { refreshToken } = await bench.connect();
    const { status, json } = await bench.refresh(refreshToken);
    expect(status).toBe(200);
    expect(json).not.toHaveProperty('refresh_token');
    expect((await bench.refresh(refreshToken)).status).toBe(200);
  });

  test('uses each of the provider’s own refresh tokens once, even when many come at once', async () => {
    const bench = await createBench({ assumptions: { refreshToken: 'keep' } });
    const { refreshToken } = await bench.connect();
    const answers = await Promise.all(Array.from({ length: 5 }, () => bench.refresh(refreshToken)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(bench.provider.refreshed).size).toBe(5);
  });

  test('that the provider refuses fails for good', async () => {
    const bench = await createBench();
    const { refreshToken } = await bench.connect();
    bench.provider.failure = 'invalid_grant';
    const refused = await bench.refresh(refreshToken);
    expect(refused.status).toBe(400);
    expect(refused.json).toEqual({
      error: 'invalid_grant',
      error_description: 'Token refresh failed',
    });
    bench.provider.failure = undefined;
    expect((await bench.refresh(refreshToken)).json.error).toBe('invalid_grant');
  });

  test('can be tried again after the provider was out of reach', async () => {
    const bench = await createBench();
    const { refreshToken } = await bench.connect();
    bench.provider.failure = 'unreachable';
    expect((await bench.refresh(refreshToken)).status).toBe(502);
    bench.provider.failure = undefined;
    expect((await bench.refresh(refreshToken)).status).toBe(200);
  });

  test('with an unknown token, or one of another integration, is an invalid grant', async () => {
    const bench = await createBench();
    const { refreshToken } = await bench.connect();
    expect((await bench.refresh('unknown')).json.error).toBe('invalid_grant');
    const foreign = { grant_type: 'refresh_token', refresh_token: refreshToken };
    expect((await bench.requestToken(foreign, 'other')).json.error).toBe('invalid_grant');
    expect((await bench.refresh(refreshToken)).status).toBe(200);
  });

  test('takes part in the checks of the provider’s tokens', async () => {
    const bench = await createBench();
    const { refreshToken } = await bench.connect();
    bench.provider.claims = { ...bench.provider.claims, aud: undefined };
    expect((await bench.refresh(refreshToken)).json.error_description).toBe(
      'Access token missing audience',
    );
  });
});
