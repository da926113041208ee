import { readFile } from 'node:fs/promises';

/** PEM, both. */
export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * The certificate that scripts/trusted.mjs has created, and that this process trusts.
 *
 * @throws when the process was started in another way and would not trust it.
 */
export async function loadCertificate(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Certificate> {
  const { SANDBOX_CERTIFICATE, SANDBOX_KEY } = environment;
  if (!SANDBOX_CERTIFICATE || !SANDBOX_KEY) {
    throw new Error('Start this program with "node scripts/trusted.mjs", which sets up HTTPS.');
  }
  return { cert: await readFile(SANDBOX_CERTIFICATE), key: await readFile(SANDBOX_KEY) };
}
