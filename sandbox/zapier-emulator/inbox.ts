/** Where the outside world reaches Zapier: one handler for callback URLs and hooks. */
import { BodyTooLargeError } from '../http/body.ts';
import { type Handler, type Request, replied } from '../http/message.ts';
import { json } from '../http/replies.ts';
import type { Callbacks } from './callbacks.ts';
import { type Delivery, readDelivery } from './incoming.ts';
import type { RestHooks } from './rest-hooks.ts';

export interface InboxOptions {
  /** The URL that the handler is served at, for example `https://hooks.zapier.example`. */
  readonly publicUrl: string;
  readonly callbacks: Callbacks;
  readonly hooks: RestHooks;
}

/** Accepts a POST and responds at once; what it starts runs afterwards. */
export function createInbox({ publicUrl, callbacks, hooks }: InboxOptions): Handler {
  return async (request) => {
    if (request.method !== 'POST') return replied(json(405, { status: 'error' }));
    const delivery = await readOrRefuse(request);
    if (delivery === undefined) return replied(json(413, { status: 'error' }));
    const [path = ''] = request.url.split('?');
    const url = new URL(path, publicUrl).toString();
    switch (hooks.deliver(url, delivery)) {
      case 'accepted':
        return replied(json(200, { status: 'success' }));
      case 'gone':
        return replied(json(410, { status: 'error' }));
      case 'unknown':
        void callbacks.deliver(url, delivery);
        return replied(json(200, { status: 'success' }));
    }
  };
}

/** Posts a value as JSON without a socket. Rejects where a client would read a status of 4xx. */
export async function postJson(handle: Handler, url: string, payload: unknown): Promise<void> {
  const { pathname, search } = new URL(url);
  const outcome = await handle({
    method: 'POST',
    url: `${pathname}${search}`,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(payload)),
  });
  const status = outcome.kind === 'reply' ? outcome.reply.status : outcome.kind;
  if (status !== 200) throw new Error(`the response to the post was ${status}`);
}

async function readOrRefuse(request: Request): Promise<Delivery | undefined> {
  try {
    return await readDelivery(request);
  } catch (error) {
    if (error instanceof BodyTooLargeError) return undefined;
    throw error;
  }
}
