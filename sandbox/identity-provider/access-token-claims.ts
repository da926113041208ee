import type { MistakeSwitches, Profile } from './profiles.ts';
import type { User } from './users.ts';

/**
 * What the administrator's mappers write into access tokens. fact: Keycloak 26 puts neither `aud` nor
 * `sub` nor `roles` there by itself, and Omniscope evaluates a flat, top-level `roles` only.
 */
type Claims = Record<string, unknown>;

/** The claims about the user that come on top of the protocol's own. */
export function claimsAboutUser(user: User, mistakes: MistakeSwitches): Claims {
  const roles = [...user.roles];
  return {
    preferred_username: user.username,
    name: user.name,
    email: user.email,
    ...(mistakes.on.has('nested-roles') ? { realm_access: { roles } } : { roles }),
  };
}

/** Writes the protocol's own claims as the profile does, and leaves out what nobody mapped. */
export function mapProtocolClaims(
  payload: Claims,
  user: User,
  profile: Profile,
  mistakes: MistakeSwitches,
): void {
  payload.sub = profile.subject(user.accountId);
  if (mistakes.on.has('no-subject-mapper')) delete payload.sub;
  // An empty list, since oidc-provider refuses to sign a token without the claim.
  if (mistakes.on.has('no-audience-mapper')) payload.aud = [];
}
