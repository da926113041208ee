import { ContentTooLargeError, UnknownCodingError } from '../../omniscope/http/content-coding.ts';
import { NetworkError, type NetworkErrorReason } from '../../omniscope/http/transport.ts';
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
  if (phase === 'unknown') return new NetworkError(reasonByCode(error));
  return new NetworkError('connection-reset');
}

/** Why the body of a response could not be read. */
export function contentError(error: unknown, { isComplete }: RequestAgent): NetworkError {
  if (error instanceof ContentTooLargeError) return new NetworkError('response-too-large');
  // All of it came, so it is the content that does not fit its codings.
  const isUnreadable = error instanceof UnknownCodingError || isComplete;
  return new NetworkError(isUnreadable ? 'unreadable-response' : 'connection-reset');
}

/** What Node calls failures to look a name up and to connect, and nothing else. */
const UNREACHABLE_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED']);
/** What OpenSSL and Node call a certificate that is not trusted; it is checked before anything is sent. */
const CERTIFICATE_CODE =
  /^(?:CERT_|ERR_TLS_CERT_|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT)/;

/**
 * Where nobody could observe the connection, its error's name is all there is. Only names that cannot
 * arise once a request is on its way count: other failures leave open how far it had come.
 */
function reasonByCode(error: unknown): NetworkErrorReason {
  const { code }: { code?: unknown } = Object(error);
  if (typeof code !== 'string') return 'connection-reset';
  if (UNREACHABLE_CODES.has(code)) return 'unreachable';
  return CERTIFICATE_CODE.test(code) ? 'tls' : 'connection-reset';
}

function isBeforeRequest(phase: ConnectionPhase): boolean {
  return phase === 'connecting' || phase === 'securing';
}

function isNetworkFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'FetchError' || error.name === 'AbortError' || 'code' in error;
}
