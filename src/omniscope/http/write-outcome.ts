import type { ApiResponse } from '../api.ts';
import type { Doubt } from '../errors.ts';

/**
 * Statuses with which whatever stands in front of the server says that it has not passed a request on, or
 * with which the server itself said so where a proxy has put its own page in place of the server's: a
 * malformed, unauthorized, oversized or unroutable request (RFC 9110 §15.5, RFC 6585), or a redirect that
 * asks for the same request elsewhere. Not among them: 403 and 406, with which firewalls also replace the
 * response to a request that the server has acted on; 303, which is the response to a request that was acted
 * on; 408, 409 and the rest, which say nothing of it.
 */
const NOT_PASSED_ON: ReadonlySet<number> = new Set([
  ...[301, 302, 307, 308],
  ...[400, 401, 404, 405, 407, 411, 413, 414, 415, 421, 426, 429, 431],
]);

/**
 * Whether a request that changes something may have been acted on, judged by a response that neither
 * confirms it nor names a failure; null where it was not.
 */
export function doubtAbout({ status, source }: ApiResponse): Doubt | null {
  if (source.from === 'intermediary') {
    return NOT_PASSED_ON.has(status) ? null : source.intermediary;
  }
  // 408 is what some proxies make of a server that takes too long to respond.
  return status < 300 || status >= 500 || status === 408 ? 'unclear' : null;
}
