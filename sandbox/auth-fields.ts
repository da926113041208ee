import type { ConnectionValues } from './connection-values.ts';

/** What a person enters to connect the app to the sandbox, by the keys of the app's auth fields. */
export function authFields({
  serverUrl,
  integrationId,
  clientId,
  clientSecret,
}: Pick<ConnectionValues, 'serverUrl' | 'integrationId' | 'clientId' | 'clientSecret'>) {
  return {
    server_url: serverUrl,
    integration_id: integrationId,
    oauth_client_id: clientId,
    oauth_client_secret: clientSecret,
  };
}
