import { ContentTooLargeError, UnknownCodingError } from '../../omniscope/http/content-coding.ts';
import { NetworkError } from '../../omniscope/http/transport.ts';
import type { ConnectionPhase, RequestAgent } from './connections.ts';

/** What it means that time ran out in this phase: a server that no TLS session came about with was not reached. */
export function timeoutError(phase: ConnectionPhase): NetworkError {
  return new NetworkError(isBeforeRequest(phase) ? 'unreachable' : 'timeout');
}

/**
 * What a request failed with before any response, by how far its connection had come. Errors of the
 * program stay what they are.
 */
export function requestError(error: unknown, phase: ConnectionPhase): unknown {
  if (!isNetworkFailure(error)) return error;
  if (phase === 'connecting') return new NetworkError('unreachable');
  if (phase === 'securing') return new NetworkError('tls');
  return new NetworkError('connection-reset');
}

/** Why the body of a response could not be read. */
export function contentError(error: unknown, { isComplete }: RequestAgent): NetworkError {
  if (error instanceof ContentTooLargeError) return new NetworkError('response-too-large');
  // All of it came, so it is the content that does not fit its codings.
  const isUnreadable = error instanceof UnknownCodingError || isComplete;
  return new NetworkError(isUnreadable ? 'unreadable-response' : 'connection-reset');
}

function isBeforeRequest(phase: ConnectionPhase): boolean {
  return phase === 'connecting' || phase === 'securing';
}

function isNetworkFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'FetchError' || error.name === 'AbortError' || 'code' in error;
}
