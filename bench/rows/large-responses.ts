/** What the worst responses that the size limit lets through cost the process, and how that grows with their size. */
import { APP, type Harness } from '../harness.ts';
import { HOSTILE_BODIES } from '../hostile-bodies.ts';
import { COLORS, drawChart, TARGET_STYLE } from '../plot.ts';
import { isLinear, megabytes, type Row } from '../result.ts';

const MOST_CPU_MS = 2_000;
const MOST_BYTES = 200e6;
const WARM_UP = 'an ordinary list';
/** A little below the app's limit of 16 MiB. */
const LARGEST = 16_500_000;
/** Parts of it, for the plot. */
const PARTS = [8, 4, 2, 1] as const;
const CHANGED = 'changed values';
/** What grows most. */
const PLOTTED = ['parameters', 'wrong entries, as many as are read', 'long numbers', CHANGED];

/** A step that reads parameters and hands on none of them, so that only reading counts. */
const read = (project: string) => ({
  app: APP,
  method: 'searches.find_parameters.operation.perform',
  inputs: [{ project, name: 'no such parameter' }],
});
const poll = (project: string) => ({
  app: APP,
  method: 'triggers.parameter_changed.operation.perform',
  inputs: [{ project }],
});

interface Cost {
  readonly name: string;
  readonly size: number;
  readonly cpuMs: number;
  readonly bytes: number;
}

/** In a process of its own, which has read an ordinary list before. */
function measure(harness: Harness, name: string, size: number): Promise<Cost> {
  const step = name === CHANGED ? poll : read;
  return harness.inNewProcess(
    async (app) => {
      await app.run(step(WARM_UP));
      // The first poll only remembers.
      if (name === CHANGED) await app.run(step(`${name}@${size}`));
      const { cpuMs, idleRss, peakRss } = await app.run(step(`${name}@${size}`));
      return { name, size, cpuMs, bytes: peakRss - idleRss };
    },
    ['--expose-gc'],
    harness.surroundings.hostile,
  );
}

/** @param draw takes the plot */
export async function measureLargeResponses(
  harness: Harness,
  draw: (svg: string) => Promise<void>,
): Promise<Row> {
  const costs: Cost[] = [];
  for (const name of Object.keys(HOSTILE_BODIES)) {
    const parts = PLOTTED.includes(name) ? PARTS : [1];
    for (const part of parts) costs.push(await measure(harness, name, LARGEST / part));
  }
  const plotted = PLOTTED.map((name) => ({
    name,
    costs: costs.filter((cost) => cost.name === name),
  }));
  await draw(drawCosts(plotted));
  const cpuMs = Math.max(...costs.map((cost) => cost.cpuMs));
  const bytes = Math.max(...costs.map((cost) => cost.bytes));
  const areLinear = plotted.every((each) =>
    isLinear(each.costs.map(({ size, cpuMs: cost }) => ({ size, cost }))),
  );
  return {
    what: 'The worst responses below the size limit, compressed',
    against: '–',
    target: 'CPU ≤ 2 s, peak memory ≤ 200 MB above idle, linear by size',
    measured: `${Math.round(cpuMs)} ms; ${megabytes(bytes)} above idle; ${areLinear ? 'linear' : 'grows faster than the size'}`,
    reached: cpuMs <= MOST_CPU_MS && bytes <= MOST_BYTES && areLinear,
    table: {
      head: ['response, 16.5 MB of', 'CPU', 'Memory above idle'],
      lines: costs
        .filter(({ size }) => size === LARGEST)
        .map((cost) => [cost.name, `${Math.round(cost.cpuMs)} ms`, megabytes(cost.bytes)]),
    },
  };
}

function drawCosts(plotted: readonly { name: string; costs: readonly Cost[] }[]): string {
  const lines = (of: (cost: Cost) => number, most: number) => [
    ...plotted.map(({ name, costs }, index) => ({
      name: name.replace(', as many as are read', ''),
      color: COLORS[index] ?? '',
      points: costs.map((cost) => [cost.size / 1e6, of(cost)] as const),
    })),
    { name: 'allowed', ...TARGET_STYLE, points: [[0, most] as const, [17, most] as const] },
  ];
  const panels = [
    {
      title: 'Processor time',
      unit: 's',
      ticks: [0, 0.5, 1, 1.5, 2, 2.5],
      lines: lines(({ cpuMs }) => cpuMs / 1000, MOST_CPU_MS / 1000),
    },
    {
      title: 'Memory above idle',
      unit: 'MB',
      ticks: [0, 50, 100, 150, 200, 250],
      lines: lines(({ bytes }) => bytes / 1e6, MOST_BYTES / 1e6),
    },
  ];
  return drawChart('Cost of a response by its size', panels, {
    title: 'size of the response, decompressed, in MB',
    ticks: [0, 4, 8, 12, 17],
  });
}
