import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Harness, openHarness, resultsOf, wordsOf } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness?.close());

const KEY = 'creates.execute_lambda';
const project = 'Files/Measure';
const content = Buffer.alloc(100_000, 'omniscope ');
const sha256 = createHash('sha256').update(content).digest('hex');
const upload = () =>
  harness.files.add({ name: 'Umsätze & Süd 100%.csv', contentType: 'text/csv', content });
const starts = (requests: readonly { path: string; method: string }[]) =>
  requests.filter(({ method }) => method === 'POST').map(({ path }) => path);

describe('an isolated run', () => {
  test('runs a copy and leaves the project alone', async () => {
    const { value, jobs, requests } = await harness.during(() =>
      harness.run(KEY, { project, parameters: { Label: 'Acme' } }),
    );
    expect(starts(requests)).toEqual(['/u/Files/Measure.iox/w/lambdaexecute']);
    const [job] = jobs;
    expect(resultsOf(value)).toMatchObject({
      succeeded: true,
      project_path: 'Files/Measure.iox',
      lambda_project_path: job?.lambdaProjectPath,
      lambda_project_url: expect.stringMatching(/\/Files\/\.run\/Measure[^ ]*\.iox\/$/),
    });
    expect(job?.parameters).toMatchObject({ Label: 'Acme' });
    expect(harness.parameter('Files/Measure.iox', 'Label')).toBe('nobody');
  });

  test('drops its copy after the run unless told to keep it', async () => {
    const kept = resultsOf(await harness.run(KEY, { project, keep_project: true }));
    const dropped = resultsOf(await harness.run(KEY, { project }));
    expect(harness.sandbox.omniscope.project(String(kept.lambda_project_path))).toBeDefined();
    expect(harness.sandbox.omniscope.project(String(dropped.lambda_project_path))).toBeUndefined();
  });

  test('gives back the parameters of its copy', async () => {
    const inputData = { project, keep_project: true, return_parameters: true };
    const outcome = await harness.run(KEY, { ...inputData, parameters: { Label: 'Acme' } });
    expect(resultsOf(outcome).parameters).toMatchObject({ Label: 'Acme', Result: 'Acme: no file' });
  });

  test('cannot give back parameters of a copy that is gone, and says so before it starts', async () => {
    const { value, requests } = await harness.during(() =>
      harness.run(KEY, { project, return_parameters: true }),
    );
    expect(wordsOf(value)).toContain('Turn on "Keep the Copy"');
    expect(requests).toEqual([]);
  });
});

describe('a file of an isolated run', () => {
  test.each([
    ['the dict', (link: string) => ({ files: { Input: link } })],
    ['its own field', (link: string) => ({ param_file_Input: link })],
  ])('arrives whole from %s, with its name and type', async (_, inputs) => {
    const link = upload();
    const { value, jobs, requests } = await harness.during(() =>
      harness.run(KEY, { project, ...inputs(link), parameters: { Label: '{{x}}' } }),
    );
    expect(wordsOf(value)).toBe('');
    expect(starts(requests)).toEqual(['/u/Files/Measure.iox/w/uploadandexecute']);
    expect(jobs[0]?.files).toEqual({
      Input: { fileName: 'Umsätze & Süd 100%.csv', contentType: 'text/csv', size: 100_000, sha256 },
    });
    expect(jobs[0]?.parameters).toMatchObject({ Label: '{{x}}' });
  });

  test('can come with others', async () => {
    const files = { Input: upload(), 'Second input': upload() };
    const { jobs } = await harness.during(() => harness.run(KEY, { project, files }));
    expect(Object.keys(jobs[0]?.files ?? {})).toEqual(['Input', 'Second input']);
  });

  test('is fetched without any credential, through a redirect to https too', async () => {
    const link = `${harness.files.origin}/redirect/302?to=${encodeURIComponent(upload())}`;
    const asked = harness.files.requests.length;
    const { jobs } = await harness.during(() =>
      harness.run(KEY, { project, files: { Input: link } }),
    );
    expect(jobs[0]?.files.Input?.sha256).toBe(sha256);
    const requests = harness.files.requests.slice(asked);
    expect(requests).toHaveLength(2);
    for (const { headers } of requests) {
      expect(headers.authorization).toBeUndefined();
      expect(headers.cookie).toBeUndefined();
    }
  });

  test.each([
    ['http://files.example.com/a.csv', 'is not an https:// address'],
    ['not a link', 'is not an https:// address'],
    [
      'FILES/redirect/302?to=http%3A%2F%2Flocalhost%2Fa.csv',
      'leads on to an address that is not https',
    ],
    ['FILES/files/999', 'answered with 404'],
    ['https://localhost:1/a.csv', 'did not answer'],
  ])('at %s starts no job: it %s', async (link, words) => {
    const files = { Input: link.replace('FILES', harness.files.origin) };
    const { value, jobs } = await harness.during(() => harness.run(KEY, { project, files }));
    expect(value.status).toBe('errored');
    expect(wordsOf(value)).toContain(words);
    expect(jobs).toEqual([]);
  });
});

describe('the outcome of an isolated run', () => {
  test('is read at the project itself once the copy is gone', async () => {
    const { value, requests } = await harness.during(() => harness.run(KEY, { project }));
    expect(resultsOf(value).succeeded).toBe(true);
    expect(requests.at(-1)).toMatchObject({ status: 200 });
    expect(requests.at(-1)?.path).toMatch(/^\/u\/Files\/Measure\.iox\/w\/status\//);
  });

  test('is unknown when the server has lost it', async () => {
    const remove = harness.sandbox.faults.add({
      on: 'state',
      nth: 1,
      fault: { kind: 'lose-lambda' },
    });
    const inputData = { project: 'Reports/Timed', parameters: { Seconds: '3' } };
    const outcome = await harness.run(KEY, { ...inputData, on_failure: 'continue' });
    remove();
    expect(resultsOf(outcome)).toMatchObject({ job_state: 'UNKNOWN', succeeded: false });
  });
});
