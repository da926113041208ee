/** What it means for a request that no response came. */
import { OmniscopeError } from '../errors.ts';
import { NetworkError } from './transport.ts';

/** What `NetworkError` means where the request can be made again without harm. */
export function toReadError(host: string, error: NetworkError): OmniscopeError;
export function toReadError(host: string, error: unknown): unknown;
export function toReadError(host: string, error: unknown): unknown {
  if (!(error instanceof NetworkError)) return error;
  switch (error.reason) {
    case 'response-too-large':
      return new OmniscopeError('not-an-omniscope-api', { host, found: 'too large a response' });
    case 'unreadable-response':
      return new OmniscopeError('not-an-omniscope-api', { host, found: 'an unreadable response' });
    default:
      return new OmniscopeError('unreachable', { host, reason: error.reason });
  }
}

/** What it means for a request that changes something: `uncertain`, unless it certainly was not sent. */
export function toWriteError(host: string, error: unknown, uncertain: OmniscopeError): unknown {
  return error instanceof NetworkError && !error.requestNotSent
    ? uncertain
    : toReadError(host, error);
}
