import type { ResponseBody } from './response-body.ts';
import type { ResponseHead } from './transport.ts';

/**
 * Who a response is from. Proxies, firewalls and balancers stand between Zapier and the server, and what
 * they say is no statement of the API about a permission, a project, a job, a folder or a login. Every
 * reader of responses asks for the source before it looks at the status.
 */
export type ResponseSource =
  | { readonly from: 'api' }
  | { readonly from: 'intermediary'; readonly intermediary: Intermediary };

/** What answered in the server's place. */
export interface Intermediary {
  readonly found: IntermediaryResponse;
  readonly status: number;
}

export type IntermediaryResponse =
  /** HTML or XML, whatever the status: a login page, a firewall, a gateway, the wrong server. */
  | 'web-page'
  | 'redirect'
  /** A status without a body, where the endpoint gives one. */
  | 'empty'
  /** The standard text of a known proxy. */
  | 'proxy-error'
  /** JSON of another product. */
  | 'other-json'
  /** Text that is neither a short sentence nor expected with this status. */
  | 'other-text';

/** Which JSON objects an endpoint's own documentation knows. */
export interface DocumentedKeys {
  /** A 2xx response has at least one of them. */
  readonly success: readonly string[];
  /** Any other response has at least one of them. */
  readonly failure: readonly string[];
  /** Failures that may come without a body: their status says all that a reader needs. */
  readonly withoutBody: readonly number[];
}

/**
 * Documented: the responses of both APIs (docs/server-facts.md, "Certain"). A failure names its type or its
 * message, with HTTP 200 or with another status.
 */
export const API_KEYS: DocumentedKeys = {
  success: ['jobId', 'jobState', 'paramValues', 'path'],
  failure: ['errorType', 'errorMessage'],
  // Assumption: the server may leave out the text of a failure of these.
  withoutBody: [400, 403, 404, 409, 422],
};

/** Documented: `updateparams` alone has a `status`, which is a key of many products' JSON. */
export const UPDATE_KEYS: DocumentedKeys = { ...API_KEYS, success: ['status'] };

/**
 * Whether the API itself has answered, or something in front of it. A redirect never comes from an API.
 * Documented: a 403 has plain text. Assumption: so may every other failure, in a short text of its own;
 * a success is always JSON (docs/server-facts.md, "Who has answered").
 */
export function responseSource(
  response: ResponseHead & { readonly body: ResponseBody },
  keys: DocumentedKeys = API_KEYS,
): ResponseSource {
  const found = foundInstead(response, keys);
  return found === null
    ? { from: 'api' }
    : { from: 'intermediary', intermediary: { found, status: response.status } };
}

/** Longer texts are dumps or pages without markup, no sentences. */
const SENTENCE_LIMIT = 2_000;

function foundInstead(
  { status, body }: ResponseHead & { readonly body: ResponseBody },
  keys: DocumentedKeys,
): IntermediaryResponse | null {
  if (body.form === 'html') return 'web-page';
  if (status >= 300 && status < 400) return 'redirect';
  if (body.form === 'empty') return keys.withoutBody.includes(status) ? null : 'empty';
  const isSuccess = status < 300;
  if (body.form === 'json') {
    const documented = isSuccess ? [...keys.success, ...keys.failure] : keys.failure;
    return documented.some((key) => Object.hasOwn(Object(body.json), key)) ? null : 'other-json';
  }
  if (PROXY_TEXTS.some((pattern) => pattern.test(body.text))) return 'proxy-error';
  const isSentence = body.text.length <= SENTENCE_LIMIT && !/^[[{]/.test(body.text);
  return isSuccess || !isSentence ? 'other-text' : null;
}

/**
 * What widespread proxies say in plain text, each at the beginning of the body. "Forbidden" alone is not
 * among them: it may be the server's text for a missing permission.
 */
const PROXY_TEXTS: readonly RegExp[] = [
  // Go's and Traefik's router, nginx, Cloud Foundry, Kubernetes' default backend.
  /^(?:error:? )?(?:404|50[234])[ :-]+(?:page )?(?:not found|bad gateway|service|gateway)/i,
  /^default backend - 404/i,
  // Traefik and Go's reverse proxy: the reason phrase of the status alone.
  /^(?:bad gateway|service (?:temporarily )?unavailable|gateway time-?out|proxy error)\.?$/i,
  /^no available server/i,
  // Envoy and Istio.
  /^(?:no healthy upstream|upstream (?:connect error|request timeout)|stream timeout)/i,
  /^(?:rbac: access denied|jwt (?:is missing|verification fails))/i,
  // Cloudflare.
  /^error code: \d{3,4}$/i,
  // Kong, ngrok, Railway, Apache Traffic Server.
  /^an invalid response was received from the upstream server/i,
  /^(?:tunnel \S{1,200} not found|application failed to respond)/i,
  // A plain HTTP request that a TLS port was sent, and a network error passed on as it is.
  /^(?:client sent an http request to an https server|dial tcp |connect econnrefused )/i,
];
