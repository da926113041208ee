import * as z from 'zod/mini';
import type { HttpAnswer } from './transport.ts';

/** What the body of an answer turned out to be. */
export interface ServerBody {
  form: 'json' | 'html' | 'text' | 'empty';
  /** The parsed JSON where `form` is `json`, for a schema to check. */
  json: unknown;
  /** Fact: a failure is `{errorType, errorMessage}`, with HTTP 200 or with another status. */
  failure: Failure | null;
  /** What the server says for a person, made safe to show: one line, short, nothing secret. */
  words: string | null;
}

export interface Failure {
  errorType: string;
  errorMessage: string | null;
}

const failureSchema = z.object({
  errorType: z.string(),
  errorMessage: z.optional(z.nullable(z.string())),
});

/** Reads the body of an answer by what it is, not by what its headers claim. */
export function readBody(answer: HttpAnswer): ServerBody {
  const text = answer.text.replace(/^\uFEFF/, '').trim();
  if (text === '') return { form: 'empty', json: undefined, failure: null, words: null };
  const json = parseObject(text);
  if (json !== undefined) {
    const failure = readFailure(json);
    const words = failure === null ? null : safeWords(failure.errorMessage ?? failure.errorType);
    return { form: 'json', json, failure, words };
  }
  const isHtml = /^<(!doctype|html|head|body|\?xml|!--)/i.test(text);
  return {
    form: isHtml ? 'html' : 'text',
    json: undefined,
    failure: null,
    words: isHtml || text.startsWith('{') ? null : safeWords(text),
  };
}

/** An answer of these APIs is always an object; any other JSON value is somebody else's. */
function parseObject(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readFailure(json: unknown): Failure | null {
  const { success, data } = failureSchema.safeParse(json);
  return success ? { errorType: data.errorType, errorMessage: data.errorMessage ?? null } : null;
}

/** Long enough for a sentence, short enough to leave room for ours in Zapier's 250 characters. */
const WORDS_LIMIT = 110;

/**
 * A server's own sentence, fit to be shown: control characters and markup out, anything that looks
 * like a token or a secret (a JWT, a bearer, a long run of key characters) blotted out, cut to length.
 */
export function safeWords(text: string): string | null {
  const plain = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ')
    .replace(/\b(bearer|basic)\s+\S+/gi, '$1 …')
    .replace(/\b(client_secret|access_token|refresh_token|password|code)\s*[=:]\s*\S+/gi, '$1=…')
    .replace(/[A-Za-z0-9_+/=-]{6,}(\.[A-Za-z0-9_+/=-]{4,}){2,}/g, '…')
    .replace(/[A-Za-z0-9_+/=-]{32,}/g, '…')
    .trim();
  if (plain === '') return null;
  return plain.length <= WORDS_LIMIT ? plain : `${plain.slice(0, WORDS_LIMIT - 1).trimEnd()}…`;
}
