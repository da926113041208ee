import type { User } from './identity-provider/users.ts';
import type { OAuth } from './oauth.ts';

/** What an administrator gives to the people who connect an application. */
export interface ConnectionValues {
  /** The External URL. */
  readonly serverUrl: string;
  readonly integrationId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As registered. Empty when each user sets one. */
  readonly redirectUri: string;
  readonly users: readonly Pick<User, 'username' | 'password' | 'note'>[];
}

export function connectionValues(
  serverUrl: string,
  { integration, identityProvider }: OAuth,
): ConnectionValues {
  const { id, clientId, clientSecret, redirect } = integration;
  return {
    serverUrl,
    integrationId: id,
    clientId,
    clientSecret,
    redirectUri: redirect.kind === 'global' ? redirect.url : '',
    users: identityProvider.users.map(({ username, password, note }) => ({
      username,
      password,
      note,
    })),
  };
}
