/**
 * The three kinds of identity provider that Omniscope's administrators set up, each with the
 * misconfigurations that Omniscope's own article documents for it.
 */

/** A documented misconfiguration of the provider, with its consequence. */
export type Misconfiguration =
  /** Keycloak: no Audience mapper. "Access token missing audience". */
  | 'no-audience-mapper'
  /** Keycloak: no Subject mapper. "Access token missing subject claim". */
  | 'no-subject-mapper'
  /** Keycloak: the built-in role mapper, realm_access.roles. Folder permissions never apply: 403. */
  | 'nested-roles'
  /** Keycloak: /oidc-icb only on the resource server client. `invalid_redirect_uri` at the exchange. */
  | 'callback-not-on-login-client'
  /** Auth0: the API's "Allow Offline Access" is off. No refresh token, and no error either. */
  | 'no-offline-access'
  /** Auth0: the application was not authorised for the API. Tokens without the API's scopes. */
  | 'application-not-authorised';

export type ProfileName = 'keycloak' | 'auth0' | 'custom';

export interface Profile {
  readonly name: ProfileName;
  /** What a person calls it. */
  readonly title: string;
  /**
   * How a client says which API the access token is for: Auth0 wants its own `audience` parameter, a
   * provider that follows RFC 8707 wants `resource`, Keycloak writes it by a mapper, unasked.
   */
  readonly audienceParameter: 'none' | 'audience' | 'resource';
  /** How the provider writes the `sub` of a user. */
  readonly subject: (accountId: string) => string;
  readonly misconfigurations: readonly Misconfiguration[];
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  keycloak: {
    name: 'keycloak',
    title: 'Keycloak',
    audienceParameter: 'none',
    subject: (accountId) => accountId,
    misconfigurations: [
      'no-audience-mapper',
      'no-subject-mapper',
      'nested-roles',
      'callback-not-on-login-client',
    ],
  },
  auth0: {
    name: 'auth0',
    title: 'Auth0',
    audienceParameter: 'audience',
    subject: (accountId) => `auth0|${accountId}`,
    misconfigurations: ['no-offline-access', 'application-not-authorised'],
  },
  custom: {
    name: 'custom',
    title: 'Custom OpenID provider',
    audienceParameter: 'resource',
    subject: (accountId) => accountId,
    misconfigurations: [],
  },
};

/** The misconfigurations that are switched on. They take effect with the next token. */
export interface MisconfigurationSwitches {
  readonly on: ReadonlySet<Misconfiguration>;
  /** @throws when the profile's documentation knows no such misconfiguration. */
  set(misconfiguration: Misconfiguration, on: boolean): void;
}

export function createMisconfigurationSwitches(profile: Profile): MisconfigurationSwitches {
  const on = new Set<Misconfiguration>();
  return {
    on,
    set(misconfiguration, wanted) {
      if (!profile.misconfigurations.includes(misconfiguration)) {
        throw new Error(
          `"${misconfiguration}" is no misconfiguration that ${profile.title} is known for.`,
        );
      }
      if (wanted) on.add(misconfiguration);
      else on.delete(misconfiguration);
    },
  };
}
