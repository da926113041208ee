/**
 * `z.request` of the fast engine: the core's own steps before and after a request, in the core's order,
 * around an in-process exchange.
 */
import {
  addQueryParams,
  applyMiddleware,
  type CompiledApp,
  type CoreInput,
  type CoreRequest,
  logResponse,
  type Middleware,
  mergeRequest,
  prepareRequest,
  prepareResponse,
  refuseLocalRedirect,
  sanitizeHeaders,
  throwForStaleAuth,
  throwForStatus,
  throwForThrottling,
} from './core-internals.ts';
import { fetchInProcess, type Surroundings } from './fast-fetch.ts';

export interface RequestClientOptions extends Surroundings {
  readonly app: CompiledApp;
  readonly input: CoreInput;
  /** What the app's own middleware is given beside the request: z without `request`, and the bundle. */
  readonly z: object;
  readonly bundle: object;
  readonly whileAlive: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Fact (core 19.1.0): the notes that the core takes of a request for the messages of later errors go to
 * a copy that its merge made, and are lost.
 */
function forOneRequest(input: CoreInput): CoreInput {
  return { ...input, _zapier: { ...input._zapier, whatHappened: [] } };
}

type RequestClient = (url: string | CoreRequest, options?: object) => Promise<unknown>;

export function createRequestClient(options: RequestClientOptions): RequestClient {
  const { app, input, z, bundle, whileAlive } = options;
  const send = applyMiddleware<CoreRequest, unknown>(
    [
      (request: CoreRequest) => ({ ...request, input: forOneRequest(input) }),
      app.requestTemplate === undefined ? prepareQuickly : prepareRequest,
      ...listOf(app.beforeRequest),
      sanitizeHeaders,
      addQueryParams,
    ],
    [
      prepareResponse,
      refuseLocalRedirect,
      logResponse,
      ...(refreshesByItself(app) ? [throwForStaleAuth] : []),
      throwForThrottling,
      ...listOf(app.afterResponse),
      throwForStatus,
    ],
    (request) => whileAlive(() => fetchInProcess(request, options)),
    { skipEnvelope: true, extraArgs: [z, bundle] },
  );
  return (url, more) => send(typeof url === 'string' ? { ...more, url } : url);
}

/**
 * The core's preparation, spared its two most expensive parts: it lists every value of the bundle and
 * of the process environment in case the request mentions one as `{{…}}`, and it merges, by copying
 * all of it, the input with the app's whole definition. A request that asks not to be merged is spared
 * both by the core itself.
 */
function prepareQuickly(request: CoreRequest): CoreRequest | Promise<CoreRequest> {
  if (request.merge === false || mentionsCurlies(request)) return prepareRequest(request);
  const { input, ...own } = request;
  return prepareRequest({ ...mergeRequest({}, own), input, merge: false });
}

function mentionsCurlies({ url, headers, params, body, form, json }: CoreRequest): boolean {
  const plain = typeof body === 'string' || isPlain(body) ? body : undefined;
  return JSON.stringify([url, headers, params, plain, form, json]).includes('{{');
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || Array.isArray(value);
}

/** Fact (core 19.1.0): only then does a 401 become a RefreshAuthError inside `z.request`. */
function refreshesByItself({ authentication }: CompiledApp): boolean {
  return (
    authentication?.type === 'session' ||
    (authentication?.type === 'oauth2' && authentication.oauth2Config?.autoRefresh === true)
  );
}

function listOf(middleware: Middleware | readonly Middleware[] | undefined): readonly Middleware[] {
  if (middleware === undefined) return [];
  return typeof middleware === 'function' ? [middleware] : middleware;
}
