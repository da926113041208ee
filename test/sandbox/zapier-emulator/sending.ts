/** Scripts of the tiny app that send one request and tell what came of it. */
import type { HttpRequestOptions } from 'zapier-platform-core';
import { bearer, type Script } from './tiny-app.ts';

/** `z.request` takes more options than its types name. */
type Options = HttpRequestOptions & { signal?: AbortSignal; merge?: boolean };

/** Sends one request and tells what came of it, errors too. */
export function send(path: string, options: Options = {}): Script {
  return (z, { authData }) =>
    z
      .request({ url: `${authData.server}${path}`, headers: bearer(authData), ...options })
      .then((response) => response.data ?? { status: response.status }, describeError);
}

/** The same for a raw answer, read as text. */
export function sendRaw(path: string, options: Options = {}): Script {
  return (z, { authData }) =>
    z
      .request({
        url: `${authData.server}${path}`,
        ...options,
        raw: true,
        skipThrowForStatus: true,
      })
      .then(async (response) => ({
        status: response.status,
        location: response.headers.get('location'),
        text: await response.text(),
      }))
      .catch(describeError);
}

export const describeError = (error: Error & { code?: string; type?: string }) => ({
  name: error.name,
  ...(error.code !== undefined && { code: error.code }),
  ...(error.type !== undefined && { type: error.type }),
});
