/**
 * `npm run demo`: shows the app at work, checks what it shows, and ends with 0 if all of it is so.
 * On a sandbox of its own, or on a real server when OMNISCOPE_DEMO_PROJECT names a project of it: see
 * real-server.ts. OMNISCOPE_SERVER_URL alone decides nothing: people who try the sandbox have it set, too.
 */
import { env, exit, stdout } from 'node:process';
import { runOnRealServer } from './real-server.ts';
import { createReporter } from './reporter.ts';
import { tellStory } from './scenario.ts';

const reporter = createReporter((text) => stdout.write(text));
const began = performance.now();
const show = env.OMNISCOPE_DEMO_PROJECT ? runOnRealServer(reporter, env) : tellStory(reporter);

show.then(
  () => {
    const seconds = Math.round((performance.now() - began) / 1000);
    reporter.end(`Everything shown was also checked. It took ${seconds} seconds.`);
  },
  (error: unknown) => {
    reporter.end(`The demo failed: ${error instanceof Error ? error.message : error}`);
    // Whatever is still open must not keep a demo going that is over.
    exit(1);
  },
);
