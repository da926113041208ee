/** A file of 100 MB on its way from a file host to the server, against curl doing the same two transfers. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { APP, type App, type Harness, jobIdsOf } from '../harness.ts';
import { median, megabytes, type Row } from '../result.ts';
import { FILE, FILE_PROJECT } from '../world.ts';

const BYTES = 100_000_000;
const ROUNDS = 7;
const [MOST_TIME, MOST_BYTES] = [1.1, 10e6];
/** As the file's host serves it. */
const FORMS = [
  { name: 'plain', path: '' },
  { name: 'gzip-coded at its host', path: 'gzip/' },
] as const;
type FormPath = (typeof FORMS)[number]['path'];
/** Between the small files and the large one, so that no buffer is filled for the first time. */
const MEDIUM_BYTES = 10_000_000;
/** Steps with small files, after which the process is as it is between steps of an app in use. */
const WARM_UP = 60;
const SMALL_BYTES = 100_000;

const run = promisify(execFile);

const upload = (harness: Harness, bytes: number, form: FormPath) => ({
  app: APP,
  method: 'creates.execute_lambda.operation.perform',
  inputs: [
    {
      project: FILE_PROJECT,
      files: { [FILE]: `${harness.surroundings.files}/${form}${bytes}` },
      // The transfers alone: the step ends after one poll of the job.
      wait: false,
      keep_project: true,
    },
  ],
});

/** Milliseconds, from the call of the step to its result. Fails unless all bytes arrived. */
export async function uploadOnce(harness: Harness, app: App, bytes: number, form: FormPath = '') {
  const result = await app.run(upload(harness, bytes, form));
  const error = result.ends[0]?.error ?? null;
  if (error !== null) throw new Error(`The upload failed: ${error}`);
  const [job] = await harness.jobs(jobIdsOf(result));
  if (job?.bytes !== bytes) throw new Error(`${job?.bytes} of ${bytes} bytes arrived`);
  return { ms: result.ms, idleRss: result.idleRss, peakRss: result.peakRss };
}

/** Milliseconds that curl takes to fetch the file and send it on. */
async function curlOnce({ surroundings }: Harness, file: string, form: FormPath): Promise<number> {
  const { origin, files, authData } = surroundings;
  const certificate = process.env.NODE_EXTRA_CA_CERTS ?? '';
  const curl = ['--silent', '--show-error', '--fail', '--cacert', certificate];
  const parameters = { params: { updates: [{ name: FILE, formDataKey: 'file' }] } };
  const started = performance.now();
  await run('curl', [...curl, '--compressed', '--output', file, `${files}/${form}${BYTES}`]);
  await run('curl', [
    ...curl,
    '--header',
    `Authorization: Bearer ${authData.access_token}`,
    '--form',
    `execution=${JSON.stringify(parameters)}`,
    '--form',
    `file=@${file}`,
    `${origin}/u/${FILE_PROJECT}/w/uploadandexecute`,
  ]);
  return performance.now() - started;
}

async function measureForm(harness: Harness, { name, path }: (typeof FORMS)[number]): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const app = harness.startApp();
  const times: Record<'app' | 'curl', number[]> = { app: [], curl: [] };
  const peaks: number[] = [];
  try {
    for (let step = 0; step < WARM_UP; step += 1) await uploadOnce(harness, app, SMALL_BYTES, path);
    await uploadOnce(harness, app, MEDIUM_BYTES, path);
    for (let round = 0; round < ROUNDS; round += 1) {
      times.curl.push(await curlOnce(harness, join(folder, 'file'), path));
      const { ms, idleRss, peakRss } = await uploadOnce(harness, app, BYTES, path);
      times.app.push(ms);
      peaks.push(peakRss - idleRss);
    }
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
  const ratio = median(times.app) / median(times.curl);
  const peak = median(peaks);
  return {
    what: `Uploading ${megabytes(BYTES)}, ${name}`,
    against: 'curl: fetch the file, then send it',
    target: `time ≤ ${MOST_TIME} ×, peak memory ≤ ${megabytes(MOST_BYTES)} above idle`,
    measured: `${ratio.toFixed(2)} × (${Math.round(median(times.app))} ms to ${Math.round(median(times.curl))} ms); ${megabytes(peak)} above idle (at most ${megabytes(Math.max(...peaks))})`,
    reached: ratio <= MOST_TIME && peak <= MOST_BYTES,
  };
}

export async function measureUpload(harness: Harness): Promise<Row[]> {
  const rows: Row[] = [];
  for (const form of FORMS) rows.push(await measureForm(harness, form));
  return rows;
}
