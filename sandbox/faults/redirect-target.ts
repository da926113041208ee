/** Targets of redirects that a client must not follow with a credential. */
import type { Request } from '../http/message.ts';

const TARGETS = {
  'other-host': () => `https://elsewhere.example`,
  subdomain: (host: string) => `https://sub.${host}`,
  http: (host: string) => `http://${host}`,
  // A closed port, as a redirect to the client's own machine would try.
  localhost: () => 'https://localhost:1',
} as const;

export function redirectTarget(to: keyof typeof TARGETS, request: Request): string {
  return `${TARGETS[to](request.headers.host ?? 'omniscope.example')}${request.url}`;
}
