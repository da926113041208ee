import type { TokenErrorReason } from '../../omniscope/errors.ts';

/** Why no token was issued, and the remedy that the specification gives for it. */
export const TOKEN_ERROR_MESSAGES: Record<TokenErrorReason, { message: string; hint: string }> = {
  'redirect-uri': {
    message: 'Omniscope rejected the connection: redirect_uri does not match.',
    hint: "Ask your administrator to enter Zapier's redirect URL in Admin > Integrations exactly as it is, including the final slash.",
  },
  client: {
    message: 'Omniscope rejected the Client ID or the Client Secret (invalid_client).',
    hint: 'Copy both again from Admin > Integrations in Omniscope, then reconnect.',
  },
  'grant-type': {
    message:
      'The server does not let this client log in, or stay logged in (grant type not allowed).',
    hint: 'Ask your administrator to allow the grant types Authorization Code and Refresh Token (in Auth0: Advanced Settings > Grant Types), then reconnect.',
  },
  grant: {
    message:
      'Omniscope no longer accepts this connection: it has expired or was revoked (invalid_grant).',
    hint: 'Reconnect; if that fails, check the integration in your Profile settings in Omniscope.',
  },
  audience: {
    message: 'Omniscope rejected the login: Access token missing audience.',
    hint: "Ask your administrator to add the Audience mapper to the resource server client, or to check the API's audience.",
  },
  subject: {
    message: 'Omniscope rejected the login: Access token missing subject claim.',
    hint: 'Ask your administrator to add the Subject (sub) mapper to the resource server client.',
  },
  exchange: {
    message: 'The identity provider issued no tokens (Token exchange failed).',
    hint: 'Ask your administrator to give you the realm role offline_access, then reconnect.',
  },
  'login-client': {
    message: 'The identity provider rejected the return address (invalid_redirect_uri).',
    hint: "Ask your administrator to add [External URL]/oidc-icb to the login client's redirect URIs.",
  },
  scope: {
    message: 'The login does not cover the permissions that this connection asks for (scope).',
    hint: 'Ask your administrator to authorize the application for the API and its scopes (in Auth0: Application Access), then reconnect.',
  },
  consent: {
    message: 'The identity provider requires a consent that only an administrator can give.',
    hint: 'Ask the administrator of the identity provider to grant admin consent to the application that Omniscope uses, then reconnect.',
  },
  denied: {
    message: 'The login was denied or cancelled.',
    hint: 'Connect again, log in, and allow the access that is asked for.',
  },
  suspended: {
    message: 'Access for this integration has been suspended or revoked.',
    hint: 'Enable it again in your Profile settings in Omniscope, then reconnect.',
  },
  integration: {
    message: 'Omniscope does not know this integration, or it is disabled.',
    hint: 'Check the Server URL and the Integration ID, and that it is enabled in Admin > Integrations.',
  },
  'no-endpoint': {
    message: 'The server has no login page for this Integration ID (page not found).',
    hint: "Check the Server URL (Omniscope's, not the identity provider's) and the Integration ID, and that it is enabled in Admin > Integrations.",
  },
  unavailable: {
    message: 'Omniscope could not reach the identity provider to log you in.',
    hint: 'Try again in a few minutes; if the problem persists, ask your administrator to check the identity provider.',
  },
  'no-code': {
    message: 'Omniscope sent no authorization code back.',
    hint: 'Connect again and log in; if the problem persists, ask your administrator to check the integration.',
  },
  other: {
    message: 'Omniscope issued no access token.',
    hint: 'Reconnect; if the problem persists, ask your administrator to check the integration in Admin > Integrations.',
  },
};
