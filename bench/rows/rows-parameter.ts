/** What reading five thousand rows costs beyond the request that brings them. */
import * as z from 'zod/mini';
import { APP, cpuOf, EMPTY_APP, type Harness } from '../harness.ts';
import { median, type Row } from '../result.ts';
import { ROW_COUNT, ROWS, ROWS_FORMATS, type RowsFormat, rowsProject } from '../world.ts';

const resultSchema = z.object({ rows: z.array(z.object({ Region: z.string() })) });

const ROUNDS = 5;
const CALLS = 5;
const MOST_CPU_MS = 100;

const repeated = <T>(input: T) => Array.from({ length: CALLS }, () => input);

/** A whole run, with its start and its state, whose rows become line items. */
const withRows = (format: RowsFormat) => ({
  app: APP,
  method: 'creates.execute_workflow.operation.perform',
  inputs: repeated({ project: rowsProject(format), rows_parameter: ROWS }),
  atOnce: 1,
});

const requestAlone = ({ surroundings }: Harness, format: RowsFormat) => ({
  app: EMPTY_APP,
  method: 'creates.request.operation.perform',
  inputs: repeated({ url: `${surroundings.origin}/u/${encodeURI(rowsProject(format))}/w/param` }),
  atOnce: 1,
});

async function measureFormat(harness: Harness, format: RowsFormat) {
  const [mine, least] = [harness.startApp(), harness.startApp()];
  const [rows, request]: [number[], number[]] = [[], []];
  try {
    const { ends } = await mine.run(withRows(format));
    const found = resultSchema.parse(ends[0]?.results).rows.length;
    if (found !== ROW_COUNT) throw new Error(`${format}: ${found} of ${ROW_COUNT} rows`);
    for (let round = 0; round < ROUNDS; round += 1) {
      rows.push(await cpuOf(mine, withRows(format)));
      request.push(await cpuOf(least, requestAlone(harness, format)));
    }
  } finally {
    await Promise.all([mine.close(), least.close()]);
  }
  return { format, rows: median(rows), request: median(request) };
}

export async function measureRowsParameter(harness: Harness): Promise<Row> {
  const costs: Awaited<ReturnType<typeof measureFormat>>[] = [];
  for (const format of ROWS_FORMATS) costs.push(await measureFormat(harness, format));
  return {
    what: `${ROW_COUNT} rows in a parameter`,
    against: 'the request for it alone, by `z.request` in an empty app',
    target: `CPU of the whole step ≤ ${MOST_CPU_MS} ms above it`,
    measured: costs
      .map(
        ({ format, rows, request }) =>
          `${format}: ${(rows - request).toFixed(0)} ms above it (${rows.toFixed(0)} ms to ${request.toFixed(0)} ms)`,
      )
      .join('; '),
    reached: costs.every(({ rows, request }) => rows - request <= MOST_CPU_MS),
  };
}
