import { isProblem } from '../../src/omniscope/problem.ts';
import { ServerAddress } from '../../src/omniscope/server-address.ts';

/** The reason for which an address is refused, or the address as it is spoken to. */
export function read(text: string, sandboxOrigin?: string): string {
  try {
    return ServerAddress.parse(text, sandboxOrigin).url;
  } catch (error) {
    return isProblem(error, 'server-url-refused') ? error.details.reason : `threw ${error}`;
  }
}
