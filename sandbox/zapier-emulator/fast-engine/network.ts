/** The network that the fast engine's `z.request` speaks to. */
import type { Handler } from '../../http/message.ts';

/** What responds at an origin such as `https://omniscope.example:8443`. */
export type Route =
  | Handler
  /** No connection comes about: `ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`, … */
  | { readonly unreachable: string };

/** An origin without a route is a name that does not resolve. */
export type Network = (origin: string) => Route | undefined;
