/**
 * The least that any action of this app can do: the two requests of a run and nothing of its own, under
 * this app's definition, sent as its guarantees ask for (unchanged, out of the log, within a limit).
 */
import app from '../../index.ts';
import { systemClock } from '../../src/omniscope/clock.ts';
import { zapierTransport } from '../../src/zapier/platform/transport.ts';
import { leastRun } from './minimal-perform.ts';

const LIMIT_MS = 25_000;

const run = leastRun((zapier) => {
  const transport = zapierTransport(zapier, systemClock);
  return async ({ body, headers, ...request }) => {
    const { text } = await transport({
      ...request,
      headers: { ...headers, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      timeoutMs: LIMIT_MS,
    });
    return JSON.parse(text);
  };
});

export default { ...app, creates: { ...app.creates, run } };
