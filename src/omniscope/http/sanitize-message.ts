import { ID_LIMIT, truncate } from '../truncate.ts';
import { withoutCredentials } from './credential-patterns.ts';
import { createSecretRemover } from './secret-values.ts';
import { withoutStackTrace } from './stack-trace.ts';

/** Long enough for a sentence, short enough to leave room for ours in Zapier's 250 characters. */
export const MESSAGE_LIMIT = 110;
/** No more of a text is searched; what is shown of it is shorter by more than any credential is long. */
const SEARCH_LIMIT = 20_000;

/** Makes what one server says fit to be shown; it knows the secrets of one connection. */
export interface Sanitizer {
  /**
   * A server's sentence: one line, without markup, stack trace, the connection's secrets and whatever looks
   * like a credential; null where nothing is left.
   */
  message(text: string, limit?: number): string | null;
  /** An ID, a state or an error type: one line of 200 characters at most, without the secrets. */
  id(text: string): string;
  /** Any other text, without the secrets. */
  text(text: string): string;
}

/** @param secrets the secrets that the app holds for the connection */
export function createSanitizer(secrets: readonly string[]): Sanitizer {
  const withoutSecrets = createSecretRemover(secrets);
  return {
    message(text, limit = MESSAGE_LIMIT) {
      const searched = withoutSecrets(text.slice(0, SEARCH_LIMIT));
      const line = toLine(withoutCredentials(withoutStackTrace(searched)).replace(TAG, ' '));
      return line === '' ? null : truncate(line, limit);
    },
    id: (text) => truncate(toLine(withoutSecrets(text.slice(0, SEARCH_LIMIT))), ID_LIMIT),
    text: withoutSecrets,
  };
}

/** Tags of pages and of formatted text; other angle brackets belong to the sentence. */
const TAG =
  /<\/?(?:a|abbr|b|body|br|center|code|div|em|font|h[1-6]|head|hr|html|i|img|li|meta|ol|p|pre|script|small|span|strong|style|table|td|th|title|tr|u|ul)(?:\s[^<>]{0,500})?\/?>/gi;

function toLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim();
}
