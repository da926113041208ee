import { type Credentials, signIn } from '../../../sandbox/headless-login/sign-in.ts';
import type { Sandbox } from '../../../sandbox/start.ts';

/** A third-party application that is registered with a running sandbox, speaking real HTTPS. */
export interface Application {
  /** Where it sends a user to log in. */
  authorizeUrl(scope?: string): string;
  /** A user logs in with a browser. @returns where the browser would come back to. */
  signIn(credentials: Credentials, scope?: string): Promise<URL>;
  requestToken(parameters: Readonly<Record<string, string>>): Promise<TokenReply>;
  /** @param end where a login has ended, with its code. */
  exchange(end: URL): Promise<TokenReply>;
  /** Login and exchange. */
  connect(username: string, scope?: string): Promise<TokenReply>;
  refresh(refreshToken: string): Promise<TokenReply>;
  /** @returns status and text of an API call. */
  call(path: string, accessToken: string): Promise<{ status: number; text: string }>;
}

export interface TokenReply {
  readonly status: number;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Of a refusal. */
  readonly error: string | undefined;
  readonly description: string | undefined;
}

export const ALL_SCOPES = 'workflowapi:execute projectapi:execute offline_access';
export const STATE = 'state-of-the-application';

export function applicationOf({ connectionValues }: Sandbox): Application {
  const { serverUrl, integrationId, clientId, clientSecret, redirectUri, users } = connectionValues;
  const endpoints = `${serverUrl}/_api_/v1/integration`;

  const application: Application = {
    authorizeUrl: (scope = ALL_SCOPES) =>
      `${endpoints}/authorize/${integrationId}?${new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        scope,
        state: STATE,
        response_type: 'code',
      })}`,
    signIn: async (credentials, scope) =>
      new URL(await signIn(application.authorizeUrl(scope), credentials)),
    async requestToken(parameters) {
      const response = await fetch(`${endpoints}/oauth/token/${integrationId}`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: clientId,
          client_secret: clientSecret,
          ...parameters,
        }),
      });
      return read(response.status, await response.json());
    },
    exchange: (end) =>
      application.requestToken({
        grant_type: 'authorization_code',
        code: end.searchParams.get('code') ?? '',
        redirect_uri: redirectUri,
      }),
    async connect(username, scope) {
      const password = users.find((user) => user.username === username)?.password ?? '';
      return application.exchange(await application.signIn({ username, password }, scope));
    },
    refresh: (refreshToken) =>
      application.requestToken({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    async call(path, accessToken) {
      const headers = { authorization: `Bearer ${accessToken}` };
      const response = await fetch(`${serverUrl}${path}`, { headers });
      return { status: response.status, text: await response.text() };
    },
  };
  return application;
}

function read(status: number, body: unknown): TokenReply {
  const members = new Map<string, unknown>(Object.entries(Object(body)));
  const text = (name: string) => {
    const value = members.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    status,
    accessToken: text('access_token') ?? '',
    refreshToken: text('refresh_token'),
    error: text('error'),
    description: text('error_description'),
  };
}

/** The claims of a JWT, unverified. */
export function claimsOf(jwt: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
}
