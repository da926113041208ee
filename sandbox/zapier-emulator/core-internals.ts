/**
 * The parts of zapier-platform-core that the engines are made of, with the types that they lack. They
 * are not its public interface: the version is pinned exactly, and the conformance test runs the same
 * scenarios through the core as a whole.
 */
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type NodeFetch from 'node-fetch';

/** What runs through the core's pipeline, from the event to the app's method. */
export interface CoreInput {
  readonly bundle: object;
  readonly _zapier: {
    readonly app: CompiledApp;
    readonly event: object;
    readonly promises: Promise<unknown>[];
    readonly rpc: (method: string, ...parameters: unknown[]) => Promise<unknown>;
    readonly logger: (message: string, data: Readonly<Record<string, unknown>>) => Promise<void>;
    readonly logBuffer: unknown[];
    readonly whatHappened: string[];
  };
}

export interface CompiledApp {
  readonly authentication?: {
    readonly type?: string;
    readonly oauth2Config?: { readonly autoRefresh?: boolean };
  };
  readonly requestTemplate?: object;
  readonly beforeRequest?: Middleware | readonly Middleware[];
  readonly afterResponse?: Middleware | readonly Middleware[];
  readonly [further: string]: unknown;
}

/** `z`, as far as it is handled here; the app sees all of it. */
export interface CoreZ {
  request: unknown;
}

/** Request options after the core's preparation. */
export interface CoreRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
  readonly redirect?: 'follow' | 'manual' | 'error';
  readonly timeout?: number;
  readonly size?: number;
  readonly signal?: AbortSignal;
  readonly merge?: boolean;
  readonly [further: string]: unknown;
}

export type Middleware = (value: never, ...extra: never[]) => unknown;

export interface CoreOutput {
  readonly results: unknown;
  readonly status: string;
}

/** `applyMiddleware(befores, afters, middle, options)`: one function that runs all of them. */
type ApplyMiddleware = <Input, Output>(
  befores: readonly Middleware[],
  afters: readonly Middleware[],
  middle: (input: Input) => Promise<unknown>,
  options?: { readonly skipEnvelope?: boolean; readonly extraArgs?: readonly unknown[] },
) => (input: Input) => Promise<Output>;

const require = createRequire(import.meta.url);
const core = 'zapier-platform-core';
const internal = `${core}/src`;

export const createAppHandler: (app: object) => (event: object) => Promise<CoreOutput> =
  require(core).createAppHandler;

export const applyMiddleware: ApplyMiddleware = require(`${internal}/middleware`);
export const execute: (app: CompiledApp, input: CoreInput) => Promise<unknown> = require(
  `${internal}/execute`,
);

export const addAppContext: Middleware = require(
  `${internal}/app-middlewares/before/add-app-context`,
);
export const injectZ: (input: CoreInput) => CoreInput & { z: CoreZ } = require(
  `${internal}/app-middlewares/before/z-object`,
);
export const checkOutput: Middleware = require(`${internal}/app-middlewares/after/checks`);
export const catchCallback: Middleware = require(
  `${internal}/app-middlewares/after/callback-status-catcher`,
);

export const prepareRequest: (request: CoreRequest) => CoreRequest | Promise<CoreRequest> = require(
  `${internal}/http-middlewares/before/prepare-request`,
);
export const sanitizeHeaders: Middleware = require(
  `${internal}/http-middlewares/before/sanatize-headers`,
);
/** Writes into the agent that the request carries, where it carries one. */
export const disableCertificateCheck: Middleware = require(
  `${internal}/http-middlewares/before/disable-ssl-cert-check`,
);
export const addQueryParams: Middleware = require(
  `${internal}/http-middlewares/before/add-query-params`,
);

export const prepareResponse: Middleware = require(
  `${internal}/http-middlewares/after/prepare-response`,
);
export const refuseLocalRedirect: Middleware = require(
  `${internal}/http-middlewares/after/throw-for-disallowed-hostname-after-redirect`,
);
export const logResponse: Middleware = require(
  `${internal}/http-middlewares/after/log-response`,
).logResponse;
export const throwForStaleAuth: Middleware = require(
  `${internal}/http-middlewares/after/throw-for-stale-auth`,
);
export const throwForThrottling: Middleware = require(
  `${internal}/http-middlewares/after/throw-for-throttling`,
);
export const throwForStatus: Middleware = require(
  `${internal}/http-middlewares/after/throw-for-status`,
);

/** The node-fetch that the core itself uses. */
export const nodeFetch: typeof NodeFetch & {
  readonly Request: typeof import('node-fetch').Request;
  readonly Response: typeof import('node-fetch').Response;
  readonly Headers: typeof import('node-fetch').Headers;
  readonly FetchError: typeof import('node-fetch').FetchError;
  readonly AbortError: typeof import('node-fetch').AbortError;
} = createRequire(require.resolve(core))('node-fetch');
