/** An HTTPS server on loopback that answers as a test says, byte for byte. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { buffer } from 'node:stream/consumers';

export interface SeenRequest {
  method: string | undefined;
  url: string;
  headers: IncomingMessage['headers'];
  /** Empty where the answer came before the body was through. */
  body: string;
}

export interface Loopback {
  readonly origin: string;
  readonly port: number;
  readonly seen: SeenRequest[];
  /** What the next requests get; they are seen once their body is there. */
  answer: (response: ServerResponse, request: SeenRequest) => void;
  close(): Promise<void>;
}

export async function startLoopback(): Promise<Loopback> {
  const listener: RequestListener = async (request, response) => {
    const { method, url = '', headers } = request;
    const body = await buffer(request).catch(() => Buffer.of());
    const seen = { method, url, headers, body: String(body) };
    loopback.seen.push(seen);
    loopback.answer(response, seen);
  };
  const cert = readFileSync(String(process.env.SANDBOX_CERTIFICATE));
  const key = readFileSync(String(process.env.SANDBOX_KEY));
  const https = createServer({ cert, key }, listener);
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
  const address = https.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  const { port } = address;
  const loopback: Loopback = {
    origin: `https://localhost:${port}`,
    port,
    seen: [],
    answer: (response) => response.end(),
    close: () =>
      new Promise((resolve) => {
        https.close(() => resolve());
        https.closeAllConnections();
      }),
  };
  return loopback;
}
