/** The error codes that Node gives to a client for each way in which a connection ends. */
import type { ConnectionEnd, Outcome } from '../../http/message.ts';

const CODES: Readonly<Record<ConnectionEnd, string>> = {
  rst: 'ECONNRESET',
  close: 'ECONNRESET',
  'half-head': 'ECONNRESET',
  refused: 'ECONNREFUSED',
  alert: 'EPROTO',
  'corrupt-record': 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
  'host-unreachable': 'EHOSTUNREACH',
};

export function errorCode({ end = 'rst' }: Extract<Outcome, { readonly kind: 'reset' }>): string {
  return CODES[end];
}
