import type { TokenFault } from '../../omniscope/problem.ts';

/** Why no token was issued, and the remedy that the specification gives for it. */
export const TOKEN_WORDS: Record<TokenFault, { happened: string; remedy: string }> = {
  'redirect-uri': {
    happened: 'Omniscope refused the connection: redirect_uri does not match.',
    remedy:
      "Ask your administrator to enter Zapier's redirect URL in Admin > Integrations, exactly, to the last slash.",
  },
  client: {
    happened: 'Omniscope refused the client ID or the client secret (invalid_client).',
    remedy: 'Copy both again from Admin > Integrations in Omniscope, then reconnect.',
  },
  grant: {
    happened:
      'Omniscope no longer accepts this connection: it has expired or was revoked (invalid_grant).',
    remedy: 'Reconnect; if that fails, look at the integration in your Omniscope Profile settings.',
  },
  audience: {
    happened: 'Omniscope refused the login: Access token missing audience.',
    remedy:
      "Ask your administrator to add the Audience mapper to the resource server client, or to check the API's audience.",
  },
  subject: {
    happened: 'Omniscope refused the login: Access token missing subject claim.',
    remedy: 'Ask your administrator to add the Subject (sub) mapper to the resource server client.',
  },
  exchange: {
    happened: 'The identity provider refused to issue tokens (Token exchange failed).',
    remedy: 'Ask your administrator to give you the realm role offline_access, then reconnect.',
  },
  'login-client': {
    happened: 'The identity provider refused the return address (invalid_redirect_uri).',
    remedy:
      "Ask your administrator to add [External URL]/oidc-icb to the login client's redirect URIs.",
  },
  scope: {
    happened: 'The login does not cover the permissions that this connection asks for (scope).',
    remedy:
      'Ask your administrator to authorise the application for the API and its scopes (in Auth0: Application Access), then reconnect.',
  },
  denied: {
    happened: 'The login was refused or cancelled.',
    remedy: 'Connect again, log in, and allow the access that is asked for.',
  },
  suspended: {
    happened: 'Access for this integration has been suspended or revoked.',
    remedy: 'Enable it again in your Profile settings in Omniscope, then reconnect.',
  },
  integration: {
    happened: 'Omniscope does not know this integration, or it is disabled.',
    remedy:
      'Check the server URL and the Integration ID, and that it is enabled in Admin > Integrations.',
  },
  'no-code': {
    happened: 'Omniscope sent no authorization code back.',
    remedy:
      'Connect again and log in; if it stays, ask your administrator to check the integration.',
  },
  other: {
    happened: 'Omniscope refused to issue an access token.',
    remedy:
      'Reconnect; if it stays, ask your administrator to check the integration in Admin > Integrations.',
  },
};
