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
  disableCertificateCheck,
  logResponse,
  type Middleware,
  prepareRequest,
  prepareResponse,
  refuseLocalRedirect,
  sanitizeHeaders,
  throwForStaleAuth,
  throwForStatus,
  throwForThrottling,
} from '../core-internals.ts';
import { type FetchContext, fetchInProcess } from './fetch.ts';

export interface RequestClientOptions extends FetchContext {
  readonly app: CompiledApp;
  readonly input: CoreInput;
  /** What the app's own middleware is given beside the request: z without `request`, and the bundle. */
  readonly z: object;
  readonly bundle: object;
  /** False: certificate checks are switched off for this call. */
  readonly verifySSL: boolean;
  readonly whileAlive: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Documented (core 19.1.0): the notes that the core takes of a request for the messages of later errors go to
 * a copy that its merge made, and are lost.
 */
function forOneRequest(input: CoreInput): CoreInput {
  return { ...input, _zapier: { ...input._zapier, whatHappened: [] } };
}

type RequestClient = (url: string | CoreRequest, options?: object) => Promise<unknown>;

export function createRequestClient(options: RequestClientOptions): RequestClient {
  const { app, input, z, bundle, verifySSL, whileAlive } = options;
  const send = applyMiddleware<CoreRequest, unknown>(
    [
      (request: CoreRequest) => ({ ...request, input: forOneRequest(input) }),
      prepareRequest,
      ...listOf(app.beforeRequest),
      sanitizeHeaders,
      addQueryParams,
      ...(verifySSL ? [] : [disableCertificateCheck]),
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

/** Documented (core 19.1.0): only then does a 401 become a RefreshAuthError inside `z.request`. */
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
