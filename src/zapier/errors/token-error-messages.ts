import type { TokenErrorReason } from '../../omniscope/errors.ts';

/** Why no token was issued, and the remedy that the specification gives for it. */
export const TOKEN_ERROR_MESSAGES: Record<TokenErrorReason, { message: string; hint: string }> = {
  'redirect-uri': {
    message: 'Omniscope refused the connection: redirect_uri does not match.',
    hint: "Ask your administrator to enter Zapier's redirect URL in Admin > Integrations, exactly, to the last slash.",
  },
  client: {
    message: 'Omniscope refused the client ID or the client secret (invalid_client).',
    hint: 'Copy both again from Admin > Integrations in Omniscope, then reconnect.',
  },
  grant: {
    message:
      'Omniscope no longer accepts this connection: it has expired or was revoked (invalid_grant).',
    hint: 'Reconnect; if that fails, look at the integration in your Omniscope Profile settings.',
  },
  audience: {
    message: 'Omniscope refused the login: Access token missing audience.',
    hint: "Ask your administrator to add the Audience mapper to the resource server client, or to check the API's audience.",
  },
  subject: {
    message: 'Omniscope refused the login: Access token missing subject claim.',
    hint: 'Ask your administrator to add the Subject (sub) mapper to the resource server client.',
  },
  exchange: {
    message: 'The identity provider refused to issue tokens (Token exchange failed).',
    hint: 'Ask your administrator to give you the realm role offline_access, then reconnect.',
  },
  'login-client': {
    message: 'The identity provider refused the return address (invalid_redirect_uri).',
    hint: "Ask your administrator to add [External URL]/oidc-icb to the login client's redirect URIs.",
  },
  scope: {
    message: 'The login does not cover the permissions that this connection asks for (scope).',
    hint: 'Ask your administrator to authorise the application for the API and its scopes (in Auth0: Application Access), then reconnect.',
  },
  denied: {
    message: 'The login was refused or cancelled.',
    hint: 'Connect again, log in, and allow the access that is asked for.',
  },
  suspended: {
    message: 'Access for this integration has been suspended or revoked.',
    hint: 'Enable it again in your Profile settings in Omniscope, then reconnect.',
  },
  integration: {
    message: 'Omniscope does not know this integration, or it is disabled.',
    hint: 'Check the server URL and the Integration ID, and that it is enabled in Admin > Integrations.',
  },
  'no-code': {
    message: 'Omniscope sent no authorization code back.',
    hint: 'Connect again and log in; if it stays, ask your administrator to check the integration.',
  },
  other: {
    message: 'Omniscope refused to issue an access token.',
    hint: 'Reconnect; if it stays, ask your administrator to check the integration in Admin > Integrations.',
  },
};
