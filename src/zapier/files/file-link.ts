import { type HttpsUrlProblem, parseHttpsUrl } from '../../omniscope/https-url.ts';
import { parseUrl } from '../../omniscope/parse-url.ts';
import { trimInvisible } from '../../omniscope/trim.ts';
import { decodeBytes, percentEncode } from './decode-text.ts';

/** Which links are followed: those to public hosts, and to the sandbox's host, whatever the port. */
export interface LinkRules {
  /** The host name of the sandbox, where the process runs beside one. */
  sandboxHost: string | null;
}

/** Reads a link to a file: the rules of a server URL, but with query and fragment. */
export function parseFileLink(text: string, rules: LinkRules): URL | HttpsUrlProblem {
  const parsed = parseHttpsUrl(
    trimInvisible(text),
    ({ hostname }) => hostname === rules.sandboxHost,
  );
  return typeof parsed === 'string' ? parsed : parsed.url;
}

/**
 * Reads where a host redirects to. Hosts write paths raw, too, mostly in UTF-8: what is not is sent on
 * byte by byte.
 *
 * @param location a Location header as Node gives it, one character for each byte
 * @param base the URL that was asked for; a relative location stays on its host
 */
export function parseRedirect(
  location: string,
  base: URL,
  rules: LinkRules,
): URL | HttpsUrlProblem {
  const utf8 = decodeBytes(Buffer.from(location, 'latin1'), 'utf-8');
  const text = trimInvisible(utf8 ?? percentEncode(location));
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return parseFileLink(text, rules);
  if (text.startsWith('//')) return parseFileLink(`https:${text}`, rules);
  // What a URL parser would drop or take for a slash could turn the rest into another host.
  if (/[\\\p{Cc}]/u.test(text)) return 'malformed';
  return parseUrl(text, base.href) ?? 'malformed';
}
