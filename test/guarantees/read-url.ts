import { hasCode } from '../../src/omniscope/errors.ts';
import { ServerUrl } from '../../src/omniscope/server-url.ts';

/** The reason for which an address is refused, or the address as it is spoken to. */
export function read(text: string, sandboxOrigin?: string): string {
  try {
    return ServerUrl.parse(text, sandboxOrigin).url;
  } catch (error) {
    return hasCode(error, 'invalid-server-url') ? error.details.reason : `threw ${error}`;
  }
}
