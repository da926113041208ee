/** What the worst responses that the size limit lets through cost the process. */
import { APP, type Lab } from '../harness.ts';
import { HOSTILE_BODIES } from '../processes/hostile-server.ts';
import { megabytes, type Row } from '../result.ts';

const MOST_CPU_MS = 2_000;
const MOST_BYTES = 200e6;
const WARM_UP = 'an ordinary list';

/** One step that reads parameters and hands on none of them, so that only reading counts. */
const read = (name: string) => ({
  app: APP,
  method: 'searches.find_parameters.operation.perform',
  inputs: [{ project: name, name: 'no such parameter' }],
});

interface Cost {
  readonly name: string;
  readonly cpuMs: number;
  readonly bytes: number;
}

/** In a process of its own, which has read an ordinary list before. */
function measure(lab: Lab, name: string): Promise<Cost> {
  const { hostile } = lab.surroundings;
  return lab.inNewProcess(
    async (app) => {
      await app.run(read(WARM_UP));
      const { cpuMs, idleRss, peakRss } = await app.run(read(name));
      return { name, cpuMs, bytes: peakRss - idleRss };
    },
    ['--expose-gc'],
    hostile,
  );
}

export async function measureLargeResponses(lab: Lab): Promise<Row> {
  const costs: Cost[] = [];
  for (const name of Object.keys(HOSTILE_BODIES)) costs.push(await measure(lab, name));
  const cpuMs = Math.max(...costs.map((cost) => cost.cpuMs));
  const bytes = Math.max(...costs.map((cost) => cost.bytes));
  return {
    what: 'The worst responses below the size limit, compressed',
    against: 'the limits of the contract',
    target: 'CPU ≤ 2 s, peak memory ≤ 200 MB above idle',
    measured: `${Math.round(cpuMs)} ms; ${megabytes(bytes)} above idle`,
    reached: cpuMs <= MOST_CPU_MS && bytes <= MOST_BYTES,
    table: {
      head: ['Response', 'CPU', 'Memory above idle'],
      lines: costs.map((cost) => [
        cost.name,
        `${Math.round(cost.cpuMs)} ms`,
        megabytes(cost.bytes),
      ]),
    },
  };
}
