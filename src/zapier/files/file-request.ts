import { Readable } from 'node:stream';
import type { RawHttpResponse, ZObject } from 'zapier-platform-core';
import { OmniscopeError } from '../../omniscope/errors.ts';
import { Connections } from '../platform/connections.ts';
import { rawRequest } from '../platform/core-compat.ts';
import { isRefreshAuthError } from '../platform/unauthorized.ts';

/** What a file's host has begun to send. */
export interface FileResponse {
  status: number;
  /** Header values, one character for each byte; null where the host sent none. */
  header(name: string): string | null;
  /** Location as the host wrote it. */
  location: string | null;
  /** Fails where the response ends before it is complete. */
  body: NodeJS.ReadableStream;
  /** Closes the connection, whether the body was read or not. */
  close(): void;
}

/**
 * Asks a file's host for a file, over a connection of its own and without any credential.
 *
 * @param file what the file is for, to name it in errors
 * @throws OmniscopeError file-not-fetched
 */
export async function requestFile(
  z: ZObject,
  url: URL,
  file: string,
  signal: AbortSignal,
): Promise<FileResponse> {
  const connections = new Connections();
  const agent = connections.forRequest({ reuse: false });
  // node-fetch puts the location that it has resolved in the place of the one that was sent.
  let location: string | null = null;
  agent.onResponse = ({ headers }) => {
    location = headers.location ?? null;
  };
  let body: NodeJS.ReadableStream | null = null;
  let isIncomplete = false;
  agent.onIncomplete = () => {
    isIncomplete = true;
    if (body !== null) destroy(body);
  };
  try {
    const response = await rawRequest(z, {
      method: 'GET',
      url: url.href,
      headers: {
        accept: '*/*',
        // Compressed on the way, a file would come with a length that is not its own.
        'accept-encoding': 'identity',
        connection: 'close',
      },
      raw: true,
      redirect: 'manual',
      compress: false,
      skipThrowForStatus: true,
      throwForThrottlingEarly: false,
      signal,
      agent,
    });
    body = response.body;
    if (isIncomplete) destroy(body);
    return {
      status: response.status,
      header: (name) => response.headers.get(name),
      location: location ?? response.headers.get('location'),
      body,
      close: () => {
        destroy(response.body);
        agent.close();
      },
    };
  } catch (error) {
    agent.close();
    // A file host knows nothing of the connection: its 401 is no reason to refresh the token.
    const status = isRefreshAuthError(error) ? 401 : null;
    throw new OmniscopeError('file-not-fetched', { file, status });
  }
}

function destroy(body: RawHttpResponse['body']): void {
  if (body instanceof Readable && !body.readableEnded) {
    body.destroy(new Error('The response ended before it was complete.'));
  }
}
