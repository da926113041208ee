import { env } from 'node:process';
import * as z from 'zod/mini';
import { authFields } from '../../sandbox/auth-fields.ts';
import { loadCertificate } from '../../sandbox/certificate.ts';
import { startFileHost } from '../../sandbox/file-host.ts';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import type { Assumptions } from '../../sandbox/omniscope-server/assumptions.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import {
  FILE_ORIGIN,
  REDIRECT_URI,
  SERVER_ORIGIN,
  STAND_INS,
} from '../../test/recording/stand-ins.ts';
import { SAMPLE_SUBJECT } from '../../test/recording/subject.ts';
import { type Source, tokensIn } from './source.ts';

const FILE = { name: 'sales.csv', contentType: 'text/csv', content: 'Region,Sales\nSouth,12\n' };

/** A sandbox for one scenario, with alice connected to it and a second login under way. */
export async function sandboxSource(assumptions: Partial<Assumptions>): Promise<Source> {
  const sandbox = await startSandbox({
    assumptions,
    integration: {
      clientId: STAND_INS.clientId,
      clientSecret: STAND_INS.clientSecret,
      redirect: { kind: 'global', url: REDIRECT_URI },
    },
  });
  const files = await startFileHost(await loadCertificate(env));

  const tokens = await exchange(sandbox, await login(sandbox));
  const code = await login(sandbox);
  const { access_token: access, refresh_token: refresh } = tokens;
  const origins = [sandbox.origin, files.origin];

  return {
    recordedFrom: 'the sandbox',
    subject: SAMPLE_SUBJECT,
    connection: {
      ...authFields(sandbox.connectionValues),
      access_token: access,
      refresh_token: refresh,
    },
    code,
    redirectUri: REDIRECT_URI,
    fileUrl: files.add(FILE),
    origins,
    environment: () => ({ OMNISCOPE_SANDBOX_ORIGIN: sandbox.origin }),
    lacks: () => false,
    replacements: (kept) => [
      [sandbox.origin, SERVER_ORIGIN],
      [new URL(sandbox.origin).host, new URL(SERVER_ORIGIN).host],
      [files.origin, FILE_ORIGIN],
      [access, STAND_INS.accessToken],
      [refresh, STAND_INS.refreshToken],
      [code, STAND_INS.code],
      ...tokensIn(kept, 'access_token').map((token) => [token, STAND_INS.nextAccessToken] as const),
      ...tokensIn(kept, 'refresh_token').map(
        (token) => [token, STAND_INS.nextRefreshToken] as const,
      ),
    ],
    async close() {
      await Promise.all([sandbox.close(), files.close()]);
    },
  };
}

async function login({ connectionValues }: Sandbox): Promise<string> {
  const { serverUrl, integrationId, clientId, redirectUri } = connectionValues;
  const authorizeUrl = `${serverUrl}/_api_/v1/integration/authorize/${integrationId}?${new URLSearchParams(
    {
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: 'workflowapi:execute projectapi:execute offline_access',
      state: 'recording',
      response_type: 'code',
    },
  )}`;
  const end = await signIn(authorizeUrl, { username: 'alice', password: 'alice-password' });
  return new URL(end).searchParams.get('code') ?? '';
}

const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string() });

async function exchange(
  { connectionValues }: Sandbox,
  code: string,
): Promise<z.infer<typeof tokensSchema>> {
  const { serverUrl, integrationId, clientId, clientSecret, redirectUri } = connectionValues;
  const response = await fetch(`${serverUrl}/_api_/v1/integration/oauth/token/${integrationId}`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  return tokensSchema.parse(await response.json());
}
