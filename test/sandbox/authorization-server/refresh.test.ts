import { describe, expect, test } from '@jest/globals';
import { createHarness } from './harness.ts';

describe('a refresh', () => {
  test('gives a new access token, and leaves the former one valid', async () => {
    const harness = await createHarness();
    const { accessToken, refreshToken } = await harness.connect();
    const { status, json } = await harness.refresh(refreshToken);
    expect(status).toBe(200);
    expect(json.access_token).not.toBe(accessToken);
    expect(await harness.verify(accessToken)).toBe('ok');
    expect(await harness.verify(String(json.access_token))).toBe('ok');
  });

  test('rotates the refresh token to one that works', async () => {
    const harness = await createHarness();
    const { refreshToken } = await harness.connect();
    const first = await harness.refresh(refreshToken);
    expect(first.json.refresh_token).not.toBe(refreshToken);
    expect((await harness.refresh(String(first.json.refresh_token))).status).toBe(200);
    expect(harness.provider.refreshed).toEqual(['provider-refresh-1', 'provider-refresh-2']);
  });

  test('with a token that was rotated away ends the whole grant', async () => {
    const harness = await createHarness();
    const { accessToken, refreshToken } = await harness.connect();
    const { json } = await harness.refresh(refreshToken);
    expect((await harness.refresh(refreshToken)).json.error).toBe('invalid_grant');
    expect(await harness.verify(accessToken)).toBe('Access token revoked');
    expect(await harness.verify(String(json.access_token))).toBe('Access token revoked');
    expect((await harness.refresh(String(json.refresh_token))).json.error).toBe('invalid_grant');
  });

  test('that comes twice at the same time counts as reuse', async () => {
    const harness = await createHarness();
    const { refreshToken } = await harness.connect();
    const answers = await Promise.all([
      harness.refresh(refreshToken),
      harness.refresh(refreshToken),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
  });

  test('can give the same refresh token again', async () => {
    const harness = await createHarness({ assumptions: { refreshToken: 'keep' } });
    const { refreshToken } = await harness.connect();
    expect((await harness.refresh(refreshToken)).json.refresh_token).toBe(refreshToken);
    expect((await harness.refresh(refreshToken)).status).toBe(200);
  });

  test('can omit the refresh token, and the old one stays valid', async () => {
    const harness = await createHarness({ assumptions: { refreshToken: 'omit' } });
    const { refreshToken } = await harness.connect();
    const { status, json } = await harness.refresh(refreshToken);
    expect(status).toBe(200);
    expect(json).not.toHaveProperty('refresh_token');
    expect((await harness.refresh(refreshToken)).status).toBe(200);
  });

  test('uses each of the provider’s own refresh tokens once, even when many come at once', async () => {
    const harness = await createHarness({ assumptions: { refreshToken: 'keep' } });
    const { refreshToken } = await harness.connect();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => harness.refresh(refreshToken)),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(harness.provider.refreshed).size).toBe(5);
  });

  test('that the provider refuses fails for good', async () => {
    const harness = await createHarness();
    const { refreshToken } = await harness.connect();
    harness.provider.failure = 'invalid_grant';
    const refused = await harness.refresh(refreshToken);
    expect(refused.status).toBe(400);
    expect(refused.json).toEqual({
      error: 'invalid_grant',
      error_description: 'Token refresh failed',
    });
    harness.provider.failure = undefined;
    expect((await harness.refresh(refreshToken)).json.error).toBe('invalid_grant');
  });

  test('can be repeated after the provider was unreachable', async () => {
    const harness = await createHarness();
    const { refreshToken } = await harness.connect();
    harness.provider.failure = 'unreachable';
    expect((await harness.refresh(refreshToken)).status).toBe(502);
    harness.provider.failure = undefined;
    expect((await harness.refresh(refreshToken)).status).toBe(200);
  });

  test('with an unknown token, or one of another integration, is an invalid grant', async () => {
    const harness = await createHarness();
    const { refreshToken } = await harness.connect();
    expect((await harness.refresh('unknown')).json.error).toBe('invalid_grant');
    const foreign = { grant_type: 'refresh_token', refresh_token: refreshToken };
    expect((await harness.requestToken(foreign, 'other')).json.error).toBe('invalid_grant');
    expect((await harness.refresh(refreshToken)).status).toBe(200);
  });

  test('checks the provider’s tokens as a code exchange does', async () => {
    const harness = await createHarness();
    const { refreshToken } = await harness.connect();
    harness.provider.claims = { ...harness.provider.claims, aud: undefined };
    expect((await harness.refresh(refreshToken)).json.error_description).toBe(
      'Access token missing audience',
    );
  });

  test('can name the type of its tokens in another way', async () => {
    const harness = await createHarness({ assumptions: { tokenType: 'DPoP' } });
    const { refreshToken } = await harness.connect();
    expect((await harness.refresh(refreshToken)).json.token_type).toBe('DPoP');
  });

  test('can give a token that is accepted only a second later', async () => {
    const harness = await createHarness({ assumptions: { validAfterMs: 1_000 } });
    const { accessToken } = await harness.connect();
    expect(await harness.verify(accessToken)).toBe('Access token not valid yet');
    harness.clock.advance(1_000);
    expect(await harness.verify(accessToken)).toBe('ok');
  });
});
