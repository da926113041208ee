/** What an administrator enters under Admin > Integrations. */
export interface Integration {
  /** Lower case, without spaces; part of the endpoints' addresses. */
  readonly id: string;
  readonly displayName: string;
  /** May be switched at any time. */
  enabled: boolean;
  readonly redirect: RedirectConfiguration;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Documented: the redirect URL is set once for all users, or by each user in the Profile settings. */
export type RedirectConfiguration =
  | { readonly kind: 'global'; readonly url: string }
  | { readonly kind: 'per-user'; readonly urls: ReadonlyMap<string, string> };

/**
 * Whether this redirect URI is registered at all. With per-user URLs this is all that can be known
 * before the login; `isRegisteredFor` decides once the user is known.
 */
export function isRegistered({ redirect }: Integration, redirectUri: string): boolean {
  return redirect.kind === 'global'
    ? redirect.url === redirectUri
    : [...redirect.urls.values()].includes(redirectUri);
}

/** @param user as the provider's `preferred_username` names them. */
export function isRegisteredFor(
  { redirect }: Integration,
  user: string,
  redirectUri: string,
): boolean {
  return (redirect.kind === 'global' ? redirect.url : redirect.urls.get(user)) === redirectUri;
}
