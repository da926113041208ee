import * as z from 'zod/mini';
import { lazy } from '../lazy.ts';
import { textOrNull } from '../text-or-null.ts';
import { TEXT_LIMIT, truncate } from '../truncate.ts';
import { parseJsonObject } from './json-object.ts';
import { createSanitizer, MESSAGE_LIMIT, type Sanitizer } from './sanitize-message.ts';
import type { HttpResponse } from './transport.ts';

/** What the body of a response turned out to be. */
export interface ResponseBody {
  form: 'json' | 'html' | 'text' | 'empty';
  /** The body as it came, without blanks at its ends. */
  text: string;
  /** The parsed JSON where `form` is `json`, for a schema to check. */
  json: unknown;
  /** Documented: a failure is `{errorType, errorMessage}`, with HTTP 200 or with another status. */
  failure: ApiFailure | null;
  /** What the server says for a person, made safe to show: one line, short, nothing secret. */
  serverMessage: string | null;
}

/** A failure as the API names it: at least one of the two is there, and not empty. */
export interface ApiFailure {
  /** `errorType`, 200 characters at most. */
  type: string | null;
  /** `errorMessage`, fit to be shown, 2 000 characters at most. */
  message: string | null;
}

/** Each of the two counts by itself: an odd message beside a known type spoils nothing. */
const failureSchema = lazy(() => {
  const text = textOrNull();
  return z.object({ errorType: text, errorMessage: text });
});

/**
 * Reads the body of a response by what it is; its headers only help to recognize a web page.
 *
 * @param secrets what the app holds for the connection; it is taken out of all that is shown
 */
export function parseBody(response: HttpResponse, secrets: readonly string[] = []): ResponseBody {
  // `trim` takes a byte order mark off as well.
  const text = response.text.trim();
  if (text === '') {
    return { form: 'empty', text, json: undefined, failure: null, serverMessage: null };
  }
  const sanitizer = createSanitizer(secrets);
  const json = parseJsonObject(text);
  if (json !== undefined) {
    const failure = parseFailure(json, sanitizer);
    const message = failure?.message ?? failure?.type ?? null;
    const serverMessage = message && truncate(message, MESSAGE_LIMIT);
    return { form: 'json', text, json, failure, serverMessage };
  }
  const isHtml = isMarkup(text, response.header('content-type') ?? '');
  return {
    form: isHtml ? 'html' : 'text',
    text,
    json: undefined,
    failure: null,
    serverMessage: isHtml || /^[[{]/.test(text) ? null : sanitizer.message(text),
  };
}

/** HTML or XML: it begins with a tag, or is declared so and holds one. */
function isMarkup(text: string, contentType: string): boolean {
  const tag = /^<[a-z!?/]/i;
  if (tag.test(text)) return true;
  return /\b(?:html|xml)\b/i.test(contentType) && /<\/?[a-z][^<>]{0,200}>/i.test(text);
}

function parseFailure(json: unknown, sanitizer: Sanitizer): ApiFailure | null {
  const { success, data } = failureSchema().safeParse(json);
  if (!success) return null;
  const type = sanitizer.id(data.errorType ?? '') || null;
  const message = sanitizer.message(data.errorMessage ?? '', TEXT_LIMIT);
  return type === null && message === null ? null : { type, message };
}
