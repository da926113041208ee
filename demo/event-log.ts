/** Turns what happens on the wire and on the platform into words, as it happens. */
import type { PlatformEvent } from '../sandbox/zapier-emulator/events.ts';
import type { Reporter } from './reporter.ts';
import type { Exchange } from './wire.ts';

/** Shows requests as their responses arrive; status checks of a job share a line, with the seconds since its start. */
export function showExchanges(reporter: Reporter, now: () => number) {
  let startedAt = now();
  return ({ method, path, status, jobState }: Exchange): void => {
    if (jobState !== null) {
      reporter.progress(`${((now() - startedAt) / 1000).toFixed(1)} s ${jobState}`);
      return;
    }
    startedAt = now();
    reporter.say(`→ ${method} ${path}  (${status})`);
  };
}

/** Shows what Zapier does around the app, where it is more than running a step once. */
export function showEvents(reporter: Reporter) {
  return (event: PlatformEvent): void => {
    const words = describe(event);
    if (words !== null) reporter.say(`Zapier: ${words}`);
  };
}

function describe(event: PlatformEvent): string | null {
  switch (event.type) {
    case 'attempt':
      return event.number === 1 ? null : 'runs the whole step again from the beginning.';
    case 'refreshed':
      return 'the access token has expired, so it gets a new one.';
    case 'refresh-failed':
      return `could not renew the access token: ${event.message}`;
    case 'throttled':
      return `runs the step again in ${event.seconds} seconds. ${event.message}`;
    case 'killed':
      return 'ends the step, which has taken too long.';
    case 'waiting-for-callback':
      return 'holds the step until the workflow posts to its callback address.';
    case 'resumed':
      return 'received a post at the callback address, so the step continues.';
    case 'callback-ignored':
      return 'ignores a post to a callback address that was used already.';
    default:
      return null;
  }
}
