/**
 * The three kinds of identity provider that Omniscope's administrators set up, each with the
 * mistakes that Omniscope's own article documents for it.
 */

/** A documented mistake in the provider's configuration. What it leads to stands beside each. */
export type Mistake =
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
  readonly mistakes: readonly Mistake[];
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  keycloak: {
    name: 'keycloak',
    title: 'Keycloak',
    audienceParameter: 'none',
    subject: (accountId) => accountId,
    mistakes: [
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
    mistakes: ['no-offline-access', 'application-not-authorised'],
  },
  custom: {
    name: 'custom',
    title: 'Custom OpenID provider',
    audienceParameter: 'resource',
    subject: (accountId) => accountId,
    mistakes: [],
  },
};

/** The mistakes that are switched on. They take effect with the next token. */
export interface MistakeSwitches {
  readonly on: ReadonlySet<Mistake>;
  /** @throws when the profile's documentation knows no such mistake. */
  set(mistake: Mistake, on: boolean): void;
}

export function createMistakeSwitches(profile: Profile): MistakeSwitches {
  const on = new Set<Mistake>();
  return {
    on,
    set(mistake, wanted) {
      if (!profile.mistakes.includes(mistake)) {
        throw new Error(`"${mistake}" is no mistake that ${profile.title} is known for.`);
      }
      if (wanted) on.add(mistake);
      else on.delete(mistake);
    },
  };
}
