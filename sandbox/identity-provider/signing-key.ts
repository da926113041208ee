import { generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'oidc-provider';

/**
 * The key that signs the provider's tokens, made anew at every start. P-256 (ES256), since such a key
 * is made in under a millisecond, while RSA 2048 takes up to half a second of every start; both are
 * ordinary for OpenID providers, and a verifier learns the algorithm from the published key.
 */
export const SIGNING_ALGORITHM = 'ES256';

/** @returns the private key as a JSON Web Key, as the provider's key set wants it. */
export async function generateSigningKey(): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y, d } = privateKey.export({ format: 'jwk' });
  if (kty !== 'EC' || crv !== 'P-256' || !x || !y || !d) {
    throw new Error('The platform exported an EC key without its parts.');
  }
  return { kty, crv, x, y, d, kid: randomUUID(), alg: SIGNING_ALGORITHM, use: 'sig' };
}
