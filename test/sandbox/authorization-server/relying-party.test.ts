import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  connectToProvider,
  type ProviderConnection,
  type RelyingParty,
} from '../../../sandbox/authorization-server/relying-party.ts';
import { SignInError, signIn } from '../../../sandbox/headless-login/sign-in.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/start.ts';

const VERIFIER = 'a-code-verifier-of-at-least-forty-three-characters';
const ALICE = { username: 'alice', password: 'alice-password' };

let sandbox: Sandbox;
let connection: ProviderConnection;
let relyingParty: RelyingParty;

beforeAll(async () => {
  sandbox = await startSandbox();
  const { issuer, audience, resourceServerClient } = sandbox.identityProvider;
  connection = {
    issuer,
    audience,
    clientId: resourceServerClient.clientId,
    clientSecret: resourceServerClient.clientSecret,
    audienceParameter: 'none',
    callbackUrl: `${sandbox.connectionValues.serverUrl}/oidc-icb`,
  };
  relyingParty = await connectToProvider(connection);
});
afterAll(() => sandbox?.close());

async function logIn(): Promise<string> {
  const url = relyingParty.authorizationUrl({
    state: 'state',
    scopes: ['workflowapi:execute', 'offline_access'],
    codeChallenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  });
  return new URL(await signIn(url, ALICE)).searchParams.get('code') ?? '';
}

async function firstRefreshToken(): Promise<string> {
  const tokens = await relyingParty.exchange(await logIn(), VERIFIER);
  return (tokens.ok && tokens.refreshToken) || 'none';
}

describe('Omniscope as a client of the certified provider', () => {
  test('proves with the code’s verifier that the login was its own', async () => {
    const code = await logIn();
    expect(await relyingParty.exchange(code, VERIFIER.toUpperCase())).toEqual({
      ok: false,
      error: 'invalid_grant',
    });
    expect((await relyingParty.exchange(await logIn(), VERIFIER)).ok).toBe(true);
  });

  test('can use a refresh token once: the second time ends the grant', async () => {
    const first = await firstRefreshToken();
    const second = await relyingParty.refresh(first);
    if (!second.ok) throw new Error(second.error);
    expect(second.refreshToken).not.toBe(first);
    const refused = { ok: false, error: 'invalid_grant' };
    expect(await relyingParty.refresh(first)).toEqual(refused);
    expect(await relyingParty.refresh(second.refreshToken ?? '')).toEqual(refused);
  });

  test('is refused with a wrong secret', async () => {
    const impostor = await connectToProvider({ ...connection, clientSecret: 'wrong' });
    expect(await impostor.refresh(await firstRefreshToken())).toEqual({
      ok: false,
      error: 'invalid_client',
    });
  });

  test('cannot send users elsewhere than to the registered callback', async () => {
    const elsewhere = await connectToProvider({
      ...connection,
      callbackUrl: 'https://evil.example/oidc-icb',
    });
    const url = elsewhere.authorizationUrl({ state: 's', scopes: [], codeChallenge: 'c' });
    const attempt = signIn(url, ALICE);
    await expect(attempt).rejects.toBeInstanceOf(SignInError);
    await expect(attempt).rejects.toThrow('invalid_redirect_uri');
  });

  test('distinguishes a provider that is down from one that refuses', async () => {
    const gone = await startSandbox();
    const { issuer, resourceServerClient } = gone.identityProvider;
    const { clientId, clientSecret } = resourceServerClient;
    const left = await connectToProvider({ ...connection, issuer, clientId, clientSecret });
    await gone.close();
    expect(await left.refresh('any')).toEqual({ ok: false, error: 'unreachable' });
  });
});
