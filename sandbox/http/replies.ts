/** The forms of responses that the sandbox gives. */
import type { Reply } from './message.ts';

type Headers = Reply['headers'];

export function json(status: number, value: unknown, headers: Headers = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

export function text(status: number, body: string, headers: Headers = {}): Reply {
  return { status, headers: { 'content-type': 'text/plain;charset=utf-8', ...headers }, body };
}

/** A whole page; `main` is markup, so text in it has to go through `escapeHtml` first. */
export function html(status: number, title: string, main: string, headers: Headers = {}): Reply {
  const heading = escapeHtml(title);
  return {
    status,
    headers: { 'content-type': 'text/html;charset=utf-8', ...headers },
    body: `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${heading}</title></head>
<body><main><h1>${heading}</h1>${main}</main></body></html>
`,
  };
}

export function escapeHtml(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
