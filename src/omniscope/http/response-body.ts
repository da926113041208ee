import * as z from 'zod/mini';
import { lazy } from '../lazy.ts';
import { ID_LIMIT, truncate } from '../truncate.ts';
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
  const text = z.catch(z.optional(z.nullable(z.string())), null);
  return z.object({ errorType: text, errorMessage: text });
});

/** Reads the body of a response by what it is; its headers only help to recognize a web page. */
export function parseBody(response: HttpResponse): ResponseBody {
  // `trim` takes a byte order mark off as well.
  const text = response.text.trim();
  if (text === '') {
    return { form: 'empty', text, json: undefined, failure: null, serverMessage: null };
  }
  const json = parseObject(text);
  if (json !== undefined) {
    const failure = parseFailure(json);
    const serverMessage = sanitizeMessage(failure?.message ?? failure?.type ?? '');
    return { form: 'json', text, json, failure, serverMessage };
  }
  const isHtml = isMarkup(text, response.header('content-type') ?? '');
  return {
    form: isHtml ? 'html' : 'text',
    text,
    json: undefined,
    failure: null,
    serverMessage: isHtml || /^[[{]/.test(text) ? null : sanitizeMessage(text),
  };
}

/** HTML or XML: it begins with a tag, or is declared so and holds one. */
function isMarkup(text: string, contentType: string): boolean {
  const tag = /^<[a-z!?/]/i;
  if (tag.test(text)) return true;
  return /\b(?:html|xml)\b/i.test(contentType) && /<\/?[a-z][^<>]{0,200}>/i.test(text);
}

/** A response of these APIs is always an object; any other JSON value is another product's. */
function parseObject(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseFailure(json: unknown): ApiFailure | null {
  const { success, data } = failureSchema().safeParse(json);
  if (!success) return null;
  const type = data.errorType ? truncate(data.errorType, ID_LIMIT) : null;
  const message = data.errorMessage || null;
  return type === null && message === null ? null : { type, message };
}

/** Long enough for a sentence, short enough to leave room for ours in Zapier's 250 characters. */
const MESSAGE_LIMIT = 110;
/**
 * Nothing beyond this is looked at: some of the expressions below take time that grows with the square
 * of a text's length, and a server may quote a name of any length.
 */
const SANITIZE_LIMIT = 2_000;
/** A name that secrets go by, and what it is given: in a query, a form, a header or JSON. */
const SECRET =
  /\b(client_secret|secret|access_token|refresh_token|token|password|code|authorization)["']?\s*[=:]\s*["']?[^\s"'&,;]+/gi;

/**
 * A server's own sentence, fit to be shown: control characters and markup out, anything that looks
 * like a token or a secret (a JWT, a bearer, a long run of key characters) blotted out, cut to length.
 */
export function sanitizeMessage(text: string): string | null {
  const plain = text
    .slice(0, SANITIZE_LIMIT)
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ')
    .replace(/\b(bearer|basic)\s+\S+/gi, '$1 …')
    .replace(SECRET, '$1=…')
    .replace(/[A-Za-z0-9_+/=-]{6,}(\.[A-Za-z0-9_+/=-]{4,}){2,}/g, '…')
    .replace(/[A-Za-z0-9_+/=-]{32,}/g, '…')
    .trim();
  return plain === '' ? null : truncate(plain, MESSAGE_LIMIT);
}
