import type { MisconfigurationSwitches, Profile } from './profiles.ts';
import type { User } from './users.ts';

/**
 * What the administrator's mappers write into access tokens. Documented: Keycloak 26 puts neither `aud` nor
 * `sub` nor `roles` there by itself, and Omniscope evaluates a flat, top-level `roles` only.
 */
export type Claims = Record<string, unknown>;

/** Claims that differ from what the provider knew of a user before, by username. */
export type ChangedClaims = Map<string, Claims>;

/** The claims about the user that come on top of the protocol's own. */
export function claimsAboutUser(
  user: User,
  misconfigurations: MisconfigurationSwitches,
  changed: ChangedClaims,
): Claims {
  const roles = [...user.roles];
  return {
    preferred_username: user.username,
    name: user.name,
    email: user.email,
    ...(misconfigurations.on.has('nested-roles') ? { realm_access: { roles } } : { roles }),
    ...changed.get(user.username),
  };
}

/** Writes the protocol's own claims as the profile does, and omits those without a mapper. */
export function mapProtocolClaims(
  payload: Claims,
  user: User,
  profile: Profile,
  misconfigurations: MisconfigurationSwitches,
): void {
  payload.sub = profile.subject(user.accountId);
  if (misconfigurations.on.has('no-subject-mapper')) delete payload.sub;
  // An empty list, since oidc-provider refuses to sign a token without the claim.
  if (misconfigurations.on.has('no-audience-mapper')) payload.aud = [];
}
