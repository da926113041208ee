/**
 * `npm run record`: plays every scenario of test/recording/scenarios.ts and writes what was said into
 * test/recordings. From a sandbox of its own; or from a real server, when OMNISCOPE_SERVER_URL and
 * OMNISCOPE_ACCESS_TOKEN are set: see scripts/record/real-server.ts. Names of scenarios as arguments
 * record these only.
 */
import '../test/setup/network.mjs';
import { argv, env } from 'node:process';
import { systemClock } from '../src/omniscope/clock.ts';
import { openNetwork, record, release } from '../test/recording/nock.ts';
import { createPlayer } from '../test/recording/player.ts';
import { writeRecording } from '../test/recording/recording.ts';
import { SCENARIOS, type Scenario } from '../test/recording/scenarios.ts';
import { scrub } from '../test/recording/scrub.ts';
import { realSource } from './record/real-server.ts';
import { sandboxSource } from './record/sandbox.ts';
import type { Source } from './record/source.ts';

async function recordScenario(scenario: Scenario, source: Source): Promise<number> {
  const { subject, connection, code, redirectUri, fileUrl, origins } = source;
  const run = createPlayer({ clock: systemClock, environment: source.environment }, connection);
  const context = { ...subject, run, fileUrl, code, redirectUri, fields: connection };
  const { value, exchanges } = await record(origins, () => scenario.play(context));
  const { recordedFrom } = source;
  const kept = { recordedFrom, subject, exchanges, result: value };
  writeRecording(scenario.name, scrub(kept, source.replacements(kept)));
  return exchanges.length;
}

async function main(): Promise<void> {
  openNetwork();
  const wanted = argv.slice(2);
  const isReal = Boolean(env.OMNISCOPE_SERVER_URL);
  for (const scenario of SCENARIOS) {
    if (wanted.length > 0 && !wanted.includes(scenario.name)) continue;
    if (isReal && scenario.sandboxOnly) continue;
    const source = isReal ? realSource(env) : await sandboxSource(scenario.assumptions ?? {});
    if (source.lacks(scenario.name)) continue;
    try {
      const count = await recordScenario(scenario, source);
      console.log(`${scenario.name}: ${count} exchanges`);
    } finally {
      await source.close();
    }
  }
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(release);
