/** Thrown where a request is rejected; the server responds with `reply`. */
import type { Reply } from '../http/message.ts';
import { html, json, text } from '../http/replies.ts';
import type { ErrorType } from './assumptions.ts';

export class HttpError extends Error {
  override readonly name = 'Refusal';
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

/** An error in plain text. Documented: HTTP 403 has a plain-text body. */
export function httpError(status: number, words: string): HttpError {
  return new HttpError(text(status, words));
}

/** Documented: failures of the Workflow API are `{errorType, errorMessage}`, with HTTP 200 or another. */
export function workflowError(
  errorStatus: Readonly<Record<ErrorType, number>>,
  errorType: ErrorType,
  errorMessage: string,
): HttpError {
  return new HttpError(json(errorStatus[errorType], { errorType, errorMessage }));
}

/** What the web server says to a path that is none of the application's. */
export function pageNotFound(): Reply {
  return html(
    404,
    'HTTP ERROR 404 Not Found',
    '<p>The page that you are looking for is not here.</p>',
  );
}
