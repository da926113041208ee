import { parseExactJson } from '../../omniscope/exact-json.ts';
import { createSanitizer } from '../../omniscope/http/sanitize-message.ts';
import { boundJson } from './bounded-json.ts';
import { isRow, type Row, selectRows } from './row.ts';

/** What a workflow has posted to a callback address. A hint: it decides nothing about the outcome. */
export interface Posted {
  /** The JSON that was posted; null for an empty body, or one that is too large. */
  posted: unknown;
  /** The list of objects that was posted, or that is posted as `rows`; else null. */
  rows: Row[] | null;
  problem: 'too-large' | null;
}

/** The contract's bound for `posted`, in bytes of JSON. */
const MAX_POSTED_BYTES = 1_000_000;
/** Items of a trigger are all that its step returns, of which Zapier takes 6 MB. */
const MAX_ITEMS_BYTES = 5_000_000;

/**
 * Reads what came with a callback.
 *
 * @param content Zapier's parsed body: `bundle.cleanedRequest`
 * @param secrets what the app holds for the connection; it is taken out of all texts
 */
export function parsePosted(content: unknown, secrets: readonly string[] = []): Posted {
  return parseContent(content, MAX_POSTED_BYTES, createSanitizer(secrets).text);
}

export function postedMessage(problem: 'too-large'): string {
  return POSTED_MESSAGES[problem];
}

const POSTED_MESSAGES = {
  'too-large':
    'What the workflow posted is larger than 1 MB or nested too deeply, so it is not part of the result: post a summary, or keep the rows in a parameter.',
};

/**
 * The items of a trigger: an object is one item, a list of objects one item for each, an empty list
 * none. Anything else, an empty body included, is one item with what there is in `value`.
 *
 * @param postId the ID of an item that is no object by itself: Zapier wants one where a body is empty
 */
export function toItems(content: unknown, postId: string): Row[] {
  const { posted, problem } = parseContent(content, MAX_ITEMS_BYTES);
  if (problem !== null) return [{ id: postId, value: null, message: ITEM_TOO_LARGE }];
  if (isRow(posted)) return [posted];
  if (Array.isArray(posted) && posted.every(isRow)) return posted;
  return [{ id: postId, value: posted }];
}

const ITEM_TOO_LARGE =
  'What the workflow posted is larger than 5 MB or nested too deeply: post less, or in several posts.';

function parseContent(
  content: unknown,
  maxBytes: number,
  toShown?: (text: string) => string,
): Posted {
  // Text that Zapier did not parse can be JSON that was posted under another content type.
  const bounded = boundJson(typeof content === 'string' ? parseText(content) : content, toShown);
  if (bounded === null || byteLength(bounded.value) > maxBytes) {
    return { posted: null, rows: null, problem: 'too-large' };
  }
  const posted = bounded.value ?? null;
  const rows = selectRows(posted) ?? (isRow(posted) ? selectRows(posted.rows) : null);
  return { posted, rows: rows?.rows ?? null, problem: null };
}

function byteLength(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

function parseText(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return /^\s*[[{]/.test(text) ? parseExactJson(text) : text;
  } catch {
    return text;
  }
}
