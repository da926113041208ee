/** A request from outside to one of Zapier's addresses: a step's callback URL or a Zap's hook. */
import { readBody } from '../http/body.ts';
import type { Request } from '../http/message.ts';

export interface Delivery {
  /** The body as text, undecoded. */
  readonly text: string;
  readonly querystring: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Documented: a webhook's payload is at most 10 MB. More is refused with 413. */
const LARGEST_PAYLOAD_BYTES = 10_000_000;

/** Reads a request; a body that is too large is a `BodyTooLargeError`. */
export async function readDelivery({ body, headers, url }: Request): Promise<Delivery> {
  const text = (await readBody(body, LARGEST_PAYLOAD_BYTES)).toString('utf8');
  const [, querystring = ''] = url.split('?');
  return { text, querystring, headers };
}

/** A value as most callers post it. */
export function jsonDelivery(payload: unknown): Delivery {
  const headers = { 'content-type': 'application/json' };
  return { text: JSON.stringify(payload), querystring: '', headers };
}

/** What the app is given of the request. */
export function requestBundle(delivery: Delivery) {
  const { text, querystring, headers } = delivery;
  return {
    cleanedRequest: cleanRequest(delivery),
    rawRequest: { method: 'POST', querystring, headers, content: text },
  };
}

const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * Documented: JSON is parsed. Assumption, from the types of core 19.1.0: a form becomes its fields, and
 * what is neither leaves the query and the text, where there is any.
 */
function cleanRequest({ text, querystring, headers }: Delivery): unknown {
  const json = parseJson(text);
  if (json !== undefined) return json;
  const isForm = headers['content-type']?.split(';')[0]?.trim().toLowerCase() === FORM_TYPE;
  if (isForm && text !== '') return Object.fromEntries(new URLSearchParams(text));
  const query = Object.fromEntries(new URLSearchParams(querystring));
  return { querystring: query, ...(text !== '' && { content: text }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
