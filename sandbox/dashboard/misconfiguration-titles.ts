import type { Misconfiguration } from '../identity-provider/profiles.ts';

/** The documented misconfigurations, as an administrator would own up to them. */
export const MISCONFIGURATION_TITLES: Readonly<Record<Misconfiguration, string>> = {
  'no-audience-mapper': 'The Audience mapper is missing',
  'no-subject-mapper': 'The Subject mapper is missing',
  'nested-roles': 'Roles are nested in realm_access.roles',
  'callback-not-on-login-client': '/oidc-icb is not registered on the login client',
  'no-offline-access': 'Allow Offline Access is off',
  'application-not-authorised': 'The application is not authorised for the API',
};
