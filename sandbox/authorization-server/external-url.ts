import { isIP } from 'node:net';

/**
 * Documented: the External URL uses HTTPS and a domain name; IP addresses are not permitted. A port and a
 * path are possible.
 *
 * @returns the path, beginning and ending with a slash.
 * @throws for a URL that Omniscope would not take.
 */
export function externalPath(externalUrl: string): string {
  const { protocol, hostname, pathname, search, hash } = new URL(externalUrl);
  const isAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
  if (protocol !== 'https:' || isAddress || search !== '' || hash !== '') {
    throw new Error('The External URL must be https:// and a domain name.');
  }
  return pathname.endsWith('/') ? pathname : `${pathname}/`;
}
