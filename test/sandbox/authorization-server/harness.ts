import { randomBytes } from 'node:crypto';
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../sandbox/authorization-server/authorization-server.ts';
import type { AuthorizationServerOptions } from '../../../sandbox/authorization-server/server-state.ts';
import type { Reply } from '../../../sandbox/http/message.ts';
import { AUDIENCE, createLocalProvider, ISSUER, type LocalProvider } from './local-provider.ts';

/** A server on a clock of its own, called without sockets, with an application that is connected to it. */
export interface Harness {
  readonly server: AuthorizationServer;
  readonly provider: LocalProvider;
  readonly clock: { now(): number; advance(ms: number): void };
  send(method: string, path: string, body?: string, headers?: Headers): Promise<ServerReply>;
  /** The application's authorization request; an undefined parameter is left out. */
  authorize(changes?: Parameters, integration?: string): Promise<ServerReply>;
  /** The user has logged in at the provider, or refused. @returns where the browser ends up. */
  login(changes?: Parameters, outcome?: Parameters): Promise<URL>;
  /** A token request of the application. */
  requestToken(parameters: Parameters, integration?: string): Promise<ServerReply>;
  exchange(code: string, changes?: Parameters): Promise<ServerReply>;
  refresh(refreshToken: string): Promise<ServerReply>;
  /** The whole flow. @returns the two tokens. */
  connect(): Promise<{ accessToken: string; refreshToken: string }>;
  /** What the API says to an access token: `ok`, or the words of its refusal. */
  verify(accessToken: string): Promise<string>;
}

type Headers = Readonly<Record<string, string>>;
export type Parameters = Readonly<Record<string, string | undefined>>;

export interface ServerReply {
  readonly status: number;
  readonly headers: Reply['headers'];
  readonly text: string;
  /** The members of a JSON object; empty for anything else. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Where a redirect goes. */
  readonly location: URL | undefined;
}

export const REDIRECT_URI = 'https://app.example/return/';
export const CLIENT = { client_id: 'app-client', client_secret: 'app-secret' };
const PATH = '/_api_/v1/integration';

export async function createHarness(
  changes: Partial<AuthorizationServerOptions> = {},
): Promise<Harness> {
  let time = Date.UTC(2026, 10, 1);
  const clock = {
    now: () => time,
    advance(ms: number) {
      time += ms;
    },
  };
  const provider = await createLocalProvider(clock.now);
  const integration = {
    enabled: true,
    redirect: { kind: 'global', url: REDIRECT_URI } as const,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
  };
  const server = createAuthorizationServer({
    externalUrl: 'https://omniscope.example',
    integrations: [
      { ...integration, id: 'app', displayName: 'App' },
      { ...integration, id: 'other', displayName: 'Other' },
    ],
    provider: {
      issuer: ISSUER,
      audience: AUDIENCE,
      clientId: 'omniscope-api',
      clientSecret: 'resource-server-secret',
      audienceParameter: 'none',
      callbackUrl: 'https://omniscope.example/oidc-icb',
    },
    relyingParty: provider.relyingParty,
    stateIssuer: 'https://omniscope.example/integrations',
    stateSecret: 'a state secret of thirty-two bytes',
    clock,
    randomText: () => randomBytes(16).toString('hex'),
    ...changes,
  });

  const harness: Harness = {
    server,
    provider,
    clock,
    async send(method, url, body = '', headers = {}) {
      const outcome = await server.handle({ method, url, headers, body: Buffer.from(body) });
      if (outcome?.kind !== 'reply') throw new Error(`no reply to ${method} ${url}`);
      return read(outcome.reply);
    },
    authorize: (parameters = {}, id = 'app') =>
      harness.send(
        'GET',
        `${PATH}/authorize/${id}?${encode({
          client_id: CLIENT.client_id,
          redirect_uri: REDIRECT_URI,
          scope: 'workflowapi:execute projectapi:execute offline_access',
          state: 'the-state',
          response_type: 'code',
          ...parameters,
        })}`,
      ),
    async login(parameters = {}, outcome = { code: 'provider-code' }) {
      const { location } = await harness.authorize(parameters);
      const state = location?.searchParams.get('state') ?? '';
      const end = await harness.send('GET', `/oidc-icb?${encode({ state, ...outcome })}`);
      if (end.location === undefined) throw new Error(`no redirect: ${end.status} ${end.text}`);
      return end.location;
    },
    requestToken: (parameters, id = 'app') =>
      harness.send('POST', `${PATH}/oauth/token/${id}`, encode({ ...CLIENT, ...parameters }), FORM),
    exchange: (code, parameters = {}) =>
      harness.requestToken({
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT_URI,
        ...parameters,
      }),
    refresh: (refreshToken) =>
      harness.requestToken({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    async connect() {
      const code = (await harness.login()).searchParams.get('code') ?? '';
      const { json } = await harness.exchange(code);
      return {
        accessToken: String(json.access_token),
        refreshToken: String(json.refresh_token),
      };
    },
    async verify(accessToken) {
      const verdict = await server.verifyToken(accessToken, clock.now());
      return verdict.ok ? 'ok' : verdict.error;
    },
  };
  return harness;
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

export function encode(parameters: Parameters): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) given.set(name, value);
  }
  return given.toString();
}

function read({ status, headers, body }: Reply): ServerReply {
  const text = Buffer.from(body).toString('utf8');
  const isJson = headers['content-type'] === 'application/json';
  const { location } = headers;
  return {
    status,
    headers,
    text,
    json: isJson ? JSON.parse(text) : {},
    location: typeof location === 'string' ? new URL(location) : undefined,
  };
}
