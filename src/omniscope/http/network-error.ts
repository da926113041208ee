/** What it means for a request that no response came. */
import { OmniscopeError } from '../errors.ts';
import { NetworkError } from './transport.ts';

/** What `NetworkError` means where the request can be made again without harm. */
export function toReadError(host: string, error: NetworkError): OmniscopeError;
export function toReadError(host: string, error: unknown): unknown;
export function toReadError(host: string, error: unknown): unknown {
  return error instanceof NetworkError
    ? new OmniscopeError('unreachable', { host, reason: error.reason })
    : error;
}

/** What it means for a request that changes something: `uncertain`, unless it certainly was not sent. */
export function toWriteError(host: string, error: unknown, uncertain: OmniscopeError): unknown {
  return error instanceof NetworkError && !error.requestNotSent
    ? uncertain
    : toReadError(host, error);
}
