/** What happens on the platform, for whoever watches: a demo prints it, a test counts it. */

export type Happening =
  | { readonly type: 'attempt'; readonly number: number }
  | { readonly type: 'refreshed' }
  | { readonly type: 'refresh-joined' }
  | { readonly type: 'refresh-failed'; readonly message: string }
  | { readonly type: 'throttled'; readonly seconds: number; readonly message: string }
  | { readonly type: 'killed'; readonly afterMs: number }
  | { readonly type: 'ended-after-kill'; readonly how: 'returned' | 'threw' }
  | { readonly type: 'waiting-for-callback' }
  | { readonly type: 'resumed' }
  | { readonly type: 'callback-ignored'; readonly reason: string }
  | { readonly type: 'ended'; readonly status: string; readonly message: string | null };

export type PlatformEvent = Happening & {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** For people: `creates.execute_workflow`. */
  readonly step: string;
};

/** One sentence for a person. */
export function describeEvent(event: PlatformEvent): string {
  return `${event.step}: ${describe(event)}`;
}

function describe(event: Happening): string {
  switch (event.type) {
    case 'attempt':
      return event.number === 1
        ? 'starts.'
        : `starts again from the top (attempt ${event.number}).`;
    case 'refreshed':
      return 'the access token expired; Zapier got a new one.';
    case 'refresh-joined':
      return 'the access token expired; another step has a new one already.';
    case 'refresh-failed':
      return `no new access token: ${event.message}`;
    case 'throttled':
      return `waits ${event.seconds} s before it starts again: ${event.message}`;
    case 'killed':
      return `was killed after ${event.afterMs / 1000} s. It may or may not have completed.`;
    case 'ended-after-kill':
      return `had been killed, and ${event.how === 'returned' ? 'returned' : 'failed'} unheard.`;
    case 'waiting-for-callback':
      return 'waits until somebody posts to its callback URL.';
    case 'resumed':
      return 'somebody posted to its callback URL; it goes on.';
    case 'callback-ignored':
      return `a post to its callback URL is ignored: ${event.reason}.`;
    case 'ended':
      return `ended: ${event.status}${event.message === null ? '' : `. ${event.message}`}`;
  }
}
