/** Why the server refused a request, as far as its response says so. */
import { STATUS_CODES } from 'node:http';
import type { Outcome, Reply } from '../http/message.ts';

const LONGEST = 200;

/** @returns null for a response that refuses nothing, and for a connection that broke. */
export function refusalReason(outcome: Outcome): string | null {
  if (outcome.kind !== 'reply') return null;
  const { reply } = outcome;
  const isError = reply.status >= 400;
  const reason = fromLocation(reply) ?? fromBody(reply, isError);
  return (
    (reason ?? (isError ? (STATUS_CODES[reply.status] ?? null) : null))?.slice(0, LONGEST) ?? null
  );
}

/** RFC 6749 §4.1.2.1: the authorization endpoint refuses by a redirect. */
function fromLocation({ status, headers }: Reply): string | null {
  const { location } = headers;
  if (status < 300 || status > 399 || typeof location !== 'string') return null;
  const query = new URLSearchParams(location.split('?').slice(1).join('?'));
  return query.get('error_description') ?? query.get('error');
}

/** Plain text, or one of the members that the APIs and RFC 6749 have for it. Failures may come with 200. */
function fromBody({ headers, body }: Reply, isError: boolean): string | null {
  const type = String(headers['content-type'] ?? '');
  if (type.startsWith('text/plain')) return isError ? text(body) : null;
  if (!type.startsWith('application/json')) return null;
  const members = new Map<string, unknown>(Object.entries(Object(parse(text(body)))));
  if (!isError && !members.has('errorType')) return null;
  const names = ['errorMessage', 'error_description', 'errorType', 'error', 'message'];
  return names.map((name) => members.get(name)).find((each) => typeof each === 'string') ?? null;
}

const text = (body: Reply['body']) => Buffer.from(body).toString('utf8');

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
