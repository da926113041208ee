/** What happens on the platform, for an observer: a demo prints it, a test counts it. */

export type EventDetails =
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

export type PlatformEvent = EventDetails & {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** For people: `creates.execute_workflow`. */
  readonly step: string;
};
