/**
 * A balancer over several nodes with a sticky cookie. Documented (omniscope-multinode): the cookie is
 * OMNI_ROUTE, and every request of a client has to reach the same node. Assumption: without the cookie
 * the nodes take turns.
 */
import type { Handler, Outcome } from '../http/message.ts';
import { MAIN_NODE } from '../omniscope-server/server-state.ts';

const COOKIE = 'OMNI_ROUTE';

/** @param nodes by the name that the cookie carries */
export function createBalancer(nodes: ReadonlyMap<string, Handler>): Handler {
  const names = [...nodes.keys()];
  let turn = 0;
  return async (request) => {
    const wanted = cookieValue(request.headers.cookie ?? '');
    const known = nodes.get(wanted ?? '');
    if (known !== undefined) return known(request);
    const name = names[turn++ % names.length] ?? '';
    const node = nodes.get(name);
    if (node === undefined) throw new Error('a balancer needs a node');
    return withCookie(await node(request), `${COOKIE}=${name}; Path=/; Secure; HttpOnly`);
  };
}

/** A server's nodes behind a balancer; a single node needs none. */
export function balanceNodes(nodeHandler: (node: string) => Handler, count: number): Handler {
  if (count === 1) return nodeHandler(MAIN_NODE);
  const others = Array.from({ length: count - 1 }, (_, index) => `node${index + 2}`);
  const names = [MAIN_NODE, ...others];
  return createBalancer(new Map(names.map((name) => [name, nodeHandler(name)])));
}

function cookieValue(header: string): string | undefined {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
}

function withCookie(outcome: Outcome, cookie: string): Outcome {
  if (outcome.kind !== 'reply') return outcome;
  const { reply } = outcome;
  return { ...outcome, reply: { ...reply, headers: { ...reply.headers, 'set-cookie': [cookie] } } };
}
