/** What more work costs: more parameters, longer jobs, larger files. */
import { APP, type App, type Lab } from '../harness.ts';
import { median, megabytes, type Row } from '../result.ts';
import { createSimulation, requestsOf } from '../simulation.ts';
import { SECONDS, TIMED_PROJECT, WIDTHS, wideProject } from '../world.ts';
import { cpuOf, fieldCalls } from './fields.ts';
import { uploadOnce } from './upload.ts';

const REPEATS = 3;
const FILE_BYTES = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8] as const;
const JOB_SECONDS = [1, 10, 60, 600, 3_600, 6 * 3_600, 24 * 3_600] as const;
/** Per unit, ten times the work may cost so much more: noise, and the collector's bigger rounds. */
const NOISE = 1.5;

interface Growth {
  readonly name: string;
  readonly head: readonly string[];
  readonly lines: readonly string[][];
  readonly isLinear: boolean;
}

/** No step up in size costs more than in proportion, above what the smallest costs. */
export function isLinear(costs: readonly { size: number; cost: number }[]): boolean {
  const [smallest] = costs;
  const base = smallest?.cost ?? 0;
  return costs.every(({ size, cost }, index) => {
    const former = costs[index - 1];
    if (former === undefined) return true;
    return cost <= Math.max(base, former.cost) * (size / former.size) * NOISE;
  });
}

async function medianCpu(app: App, calls: Parameters<App['run']>[0]): Promise<number> {
  const costs: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) costs.push(await cpuOf(app, calls));
  return median(costs);
}

async function parameters(app: App): Promise<Growth> {
  const method = 'creates.update_parameters.operation.perform';
  const costs: { size: number; fields: number; update: number }[] = [];
  // The first calls of all are the code's warm-up.
  await medianCpu(app, fieldCalls(1, 5));
  for (const size of WIDTHS) {
    const names = Array.from({ length: size }, (_, index) => `Parameter ${index + 1}`);
    // Texts alone: every fourth parameter of the project is one.
    const texts = names.filter((_, index) => index % 4 === 0).map((name) => [name, 'new']);
    const inputs = [{ project: wideProject(size), parameters: Object.fromEntries(texts) }];
    const fields = await medianCpu(app, fieldCalls(size, 3));
    costs.push({ size, fields, update: await medianCpu(app, { app: APP, method, inputs }) });
  }
  return {
    name: 'parameters of a project',
    head: ['parameters', 'typed fields: CPU', 'setting a quarter of them: CPU'],
    lines: costs.map(({ size, fields, update }) => [
      String(size),
      `${fields.toFixed(1)} ms`,
      `${update.toFixed(1)} ms`,
    ]),
    isLinear:
      isLinear(costs.map(({ size, fields }) => ({ size, cost: fields }))) &&
      isLinear(costs.map(({ size, update }) => ({ size, cost: update }))),
  };
}

async function jobs(): Promise<Growth> {
  const { clock, omniscope, platform } = createSimulation();
  const costs: { size: number; cost: number; performs: number; lag: number }[] = [];
  for (const size of JOB_SECONDS) {
    const started = await platform.runStep({
      key: 'creates.execute_workflow',
      inputData: {
        project: TIMED_PROJECT,
        parameters: { [SECONDS]: String(size) },
        wait: false,
      },
    });
    const { job_id, started_at } = Object('results' in started ? started.results : {});
    const outcome = await platform.runStep({
      key: 'creates.wait_for_execution',
      inputData: { project: TIMED_PROJECT, job_id, started_at, timeout_minutes: 2_000 },
    });
    if (outcome.status !== 'success') throw new Error(`The wait ended: ${outcome.status}`);
    const endedAt = omniscope.jobs.at(-1)?.endedAt ?? Number.NaN;
    costs.push({
      size,
      cost: requestsOf(outcome),
      performs: outcome.attempts.length,
      lag: (clock.now() - endedAt) / 1000,
    });
  }
  return {
    name: 'time of a job',
    head: ['job', 'requests', 'runs of the step', 'lag'],
    lines: costs.map(({ size, cost, performs, lag }) => [
      size < 3_600 ? `${size} s` : `${size / 3_600} h`,
      String(cost),
      String(performs),
      `${lag.toFixed(1)} s (${((100 * lag) / size).toFixed(1)} %)`,
    ]),
    isLinear: isLinear(costs),
  };
}

async function files(lab: Lab, app: App): Promise<Growth> {
  const costs: { size: number; cost: number; memory: number }[] = [];
  for (let warmUp = 0; warmUp < 30; warmUp += 1) await uploadOnce(lab, app, 1e5);
  for (const size of FILE_BYTES) {
    const rounds: Awaited<ReturnType<typeof uploadOnce>>[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      rounds.push(await uploadOnce(lab, app, size));
    }
    const memory = median(rounds.map(({ peakRss, idleRss }) => peakRss - idleRss));
    costs.push({ size, cost: median(rounds.map(({ ms }) => ms)), memory });
  }
  return {
    name: 'size of a file',
    head: ['file', 'time', 'memory above idle'],
    lines: costs.map(({ size, cost, memory }) => [
      size < 1e6 ? `${size / 1e3} kB` : `${size / 1e6} MB`,
      `${Math.round(cost)} ms`,
      megabytes(memory),
    ]),
    isLinear: isLinear(costs),
  };
}

export async function measureGrowth(lab: Lab): Promise<Row[]> {
  const growths = [
    await lab.inNewProcess(parameters),
    await jobs(),
    await lab.inNewProcess((app) => files(lab, app)),
  ];
  return growths.map(({ name, head, lines, isLinear: isReached }) => ({
    what: `Cost by ${name}`,
    against: `${lines[0]?.[0]} to ${lines.at(-1)?.[0]}`,
    target: 'linear or better',
    measured: isReached ? 'linear or better' : 'grows faster than the work',
    reached: isReached,
    table: { head, lines },
  }));
}
