/** The network that the fast engine's `z.request` speaks to. */
import type { Handler } from '../http/message.ts';

/** What answers at an origin such as `https://omniscope.example:8443`. */
export type Route =
  | Handler
  /** No connection comes about: `ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`, … */
  | { readonly unreachable: string };

/** An origin that nobody serves has no route, which is a name that does not resolve. */
export type Network = (origin: string) => Route | undefined;
