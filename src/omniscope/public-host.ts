/**
 * Names that resolve inside a network only: the reserved ones, and those that RFC 6762 (appendix G) names
 * as used for private networks. No public domain ends in them.
 */
const LOCAL_SUFFIX =
  /(^|\.)(localhost|local|internal|localdomain|home\.arpa|intranet|private|corp|home|lan)$/;
/** As URL parsers see a number: decimal, octal or hex. A host that ends in one is an IPv4 address. */
const NUMBER = /^(0x[0-9a-f]*|\d+)$/i;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What keeps a host from being a public domain name, or null. @param host as a parsed URL has it */
export function hostProblem(host: string): 'ip-address' | 'local-name' | 'malformed' | null {
  if (isIpAddress(host)) return 'ip-address';
  const labels = host.split('.');
  if (labels.length < 2 || LOCAL_SUFFIX.test(host)) return 'local-name';
  return host.length <= 253 && labels.every((label) => LABEL.test(label)) ? null : 'malformed';
}

/** Whether a host is an IP address, v4 or v6, in any spelling, or would be taken for one. */
export function isIpAddress(host: string): boolean {
  const labels = host.replace(/\.$/, '').split('.');
  return host.startsWith('[') || NUMBER.test(labels.at(-1) ?? '');
}
