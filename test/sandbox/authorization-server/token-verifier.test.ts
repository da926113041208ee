import { beforeAll, describe, expect, test } from '@jest/globals';
import { CompactSign, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import {
  createTokenVerifier,
  type TokenVerifier,
} from '../../../sandbox/authorization-server/token-verifier.ts';

const issuer = 'https://login.example';
const audience = 'https://omniscope.example/api';
const NOW = Date.UTC(2026, 10, 1);
const GOOD = {
  iss: issuer,
  aud: audience,
  sub: 'account-1',
  exp: NOW / 1000 + 60,
  scope: 'workflowapi:execute projectapi:execute',
  roles: ['analysts', 'viewers'],
  preferred_username: 'alice',
};

let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let verifier: TokenVerifier;

type Claims = Readonly<Record<string, unknown>>;

const encode = (claims: Claims) => Buffer.from(JSON.stringify(claims));

/** @param changes an undefined claim is left out. */
function sign(changes: Claims = {}, key = keys.privateKey): Promise<string> {
  const jws = new CompactSign(encode({ ...GOOD, ...changes }));
  return jws.setProtectedHeader({ alg: 'ES256' }).sign(key);
}

async function refusal(token: string, now = NOW): Promise<string | undefined> {
  const verdict = await verifier.verify(token, now);
  return verdict.ok ? undefined : verdict.error;
}

beforeAll(async () => {
  keys = await generateKeyPair('ES256', { extractable: true });
  verifier = createTokenVerifier({ issuer, audience, keys: async () => keys.publicKey });
});

describe('the verifier of access tokens', () => {
  test('reads user, groups and scopes from a good token', async () => {
    expect(await verifier.verify(await sign(), NOW)).toEqual({
      ok: true,
      user: 'alice',
      groups: ['analysts', 'viewers'],
      scopes: ['workflowapi:execute', 'projectapi:execute'],
    });
  });

  test('uses the subject as the user when there is no user name', async () => {
    const token = await sign({ preferred_username: undefined });
    expect(await verifier.verify(token, NOW)).toMatchObject({ user: 'account-1' });
  });

  test('evaluates no roles that are nested as Keycloak’s built-in mapper nests them', async () => {
    const token = await sign({ roles: undefined, realm_access: { roles: ['analysts'] } });
    expect(await verifier.verify(token, NOW)).toMatchObject({ ok: true, groups: [] });
  });

  test.each<[string, Claims, string]>([
    ['no audience', { aud: undefined }, 'Access token missing audience'],
    ['an empty audience', { aud: [] }, 'Access token missing audience'],
    ['the audience of another API', { aud: 'account' }, 'Access token audience does not match'],
    ['no subject', { sub: undefined }, 'Access token missing subject claim'],
    ['another issuer', { iss: 'https://evil.example' }, 'Access token issuer does not match'],
    ['no expiry', { exp: undefined }, 'Access token missing expiry'],
    ['an expiry that has come', { exp: NOW / 1000 }, 'Access token expired'],
  ])('rejects a token with %s', async (_what, changes, words) => {
    expect(await refusal(await sign(changes))).toBe(words);
  });

  test('accepts one audience among several', async () => {
    expect(await refusal(await sign({ aud: ['account', audience] }))).toBeUndefined();
  });

  test('rejects a token signed with another key', async () => {
    const foreign = await generateKeyPair('ES256');
    expect(await refusal(await sign({}, foreign.privateKey))).toBe('Access token is invalid');
  });

  test('rejects a token whose claims were changed after signing', async () => {
    const [header, , signature] = (await sign()).split('.');
    const claims = Buffer.from(JSON.stringify({ ...GOOD, roles: ['hr'] })).toString('base64url');
    expect(await refusal(`${header}.${claims}.${signature}`)).toBe('Access token is invalid');
  });

  test('rejects an unsigned token, and one signed with the public key as a secret', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(await refusal(`${part({ alg: 'none' })}.${part(GOOD)}.`)).toBe(
      'Access token is invalid',
    );
    const secrets = [
      await exportSPKI(keys.publicKey),
      JSON.stringify(await exportJWK(keys.publicKey)),
    ];
    for (const secret of secrets) {
      const forged = await new CompactSign(encode(GOOD))
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from(secret));
      expect(await refusal(forged)).toBe('Access token is invalid');
    }
  });

  test.each(['', 'garbage', 'a.b.c', 'eyJhbGciOiJFUzI1NiJ9..'])('rejects "%s"', async (token) => {
    expect(await refusal(token)).toBe('Access token is invalid');
  });

  test('checks the expiry at every request, the signature once', async () => {
    let asked = 0;
    const counting = createTokenVerifier({
      issuer,
      audience,
      keys: async () => {
        asked += 1;
        return keys.publicKey;
      },
    });
    const token = await sign();
    expect((await counting.verify(token, NOW)).ok).toBe(true);
    expect((await counting.verify(token, NOW + 59_999)).ok).toBe(true);
    expect((await counting.verify(token, NOW + 60_000)).ok).toBe(false);
    expect(asked).toBe(1);
  });
});
