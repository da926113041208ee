import type { ZObject } from 'zapier-platform-core';
import type { Clock } from '../../omniscope/clock.ts';
import { CookieJar } from '../../omniscope/http/cookie-jar.ts';
import type { HttpRequest, HttpResponse, Transport } from '../../omniscope/http/transport.ts';
import { Connections } from './connections.ts';
import { exchange } from './exchange.ts';

/**
 * The network of one invocation through `z.request`, with everything switched off that would change or
 * leak what the client wrote: bodies go out as streams, since text would have its `{{…}}` stripped and
 * would stand in Zapier's HTTP log; redirects are not followed; every status comes back as a response.
 *
 * The core turns a 401 into an error of its own before anyone else sees it. Here it is a response like
 * any other: what it means is for the client to say, since not every host that answers 401 speaks of the
 * connection's token.
 *
 * @throws NetworkError where there is no usable response
 */
export function zapierTransport(z: ZObject, clock: Clock): Transport {
  const connections = new Connections();
  const cookies = new CookieJar(clock);

  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    const cookie = cookies.header(request.url);
    const headers = { ...request.headers, ...(cookie !== null && { cookie }) };
    const { setCookie, ...response } = await sendOnce({ ...request, headers });
    cookies.store(request.url, setCookie);
    return response;
  };

  /** What only reads is sent once more where it met a kept connection that the server had closed. */
  const sendOnce = async (request: HttpRequest) => {
    const deadline = clock.now() + request.timeoutMs;
    const agent = connections.forRequest({ reuse: request.method === 'GET' });
    try {
      return await exchange(z, clock, agent, request);
    } catch (error) {
      const timeoutMs = deadline - clock.now();
      if (request.method !== 'GET' || !agent.foundConnectionClosed || timeoutMs <= 0) throw error;
      const fresh = connections.forRequest({ reuse: false });
      return exchange(z, clock, fresh, { ...request, timeoutMs });
    }
  };

  return Object.assign(send, {
    forgetCookies() {
      cookies.clear();
      connections.closeIdle();
    },
  });
}
