import type { Doubt } from '../../omniscope/errors.ts';
import type { IntermediaryResponse } from '../../omniscope/http/response-source.ts';

/** What answered in the server's place, as it fits after "answered with". */
export const INTERMEDIARY_RESPONSE: Record<IntermediaryResponse, string> = {
  'web-page': 'a web page',
  redirect: 'a redirect',
  empty: 'an empty response',
  'proxy-error': "a proxy's error",
  'other-json': 'data that is not from Omniscope',
  'other-text': 'text that is not from Omniscope',
};

/** Why it is not known what became of a request that changes something. */
export function describeDoubt(request: string, doubt: Doubt): string {
  if (doubt === 'lost') return `The server's response to the ${request} was lost`;
  if (doubt === 'unclear') return `The server's response to the ${request} was not clear`;
  if (doubt === 'unusable-id')
    return `The response to the ${request} has a job ID that cannot be used`;
  const { found, status } = doubt;
  return `Something in front of the server answered the ${request} with ${INTERMEDIARY_RESPONSE[found]} (${status})`;
}
