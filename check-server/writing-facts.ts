import { encodeSegment, parseServerPath } from '../src/omniscope/paths.ts';
import { workflowApiUrl } from '../src/omniscope/urls.ts';
import { described, membersOf } from './ask.ts';
import { type Fact, type Look, open, sameValue, verdict } from './fact.ts';

const POLL_MS = 1_000;
/** An isolated run that takes longer tells enough while it runs. */
const LONGEST_RUN_MS = 120_000;

/** An isolated copy is asked, while it runs, to set a parameter to the value that it has. */
const waitForIdle: Fact = {
  id: 'wait-for-idle',
  expected: 'unknown: whether waitForIdle of updateparams waits until a running project is idle',
  async check(look) {
    const update = look.parameters.map(sameValue).find((each) => each !== null);
    if (update === undefined) return open('no parameter has a value to set again');
    const seen: string[] = [];
    for (const waits of [false, true]) {
      const { path } = await startIsolated(look);
      const project = path === null ? null : parseServerPath(path);
      if (project === null) return open('the isolated copy has no path');
      const url = workflowApiUrl(look.server, project, 'updateparams');
      const body = { updates: [update], waitForIdle: waits };
      const begun = performance.now();
      const answer = await look
        .ask({ url, token: look.accessToken, ...post(body) })
        .then(described, () => 'no answer in time');
      const seconds = Math.round((performance.now() - begun) / 100) / 10;
      seen.push(`${waits}: ${answer} after ${seconds} s`);
    }
    return open(seen.join('; '));
  },
};

/** What only a write shows. Nothing has another value afterwards, and no job of anybody is touched. */
export const writingFacts: readonly Fact[] = [
  {
    id: 'update-status',
    expected: 'updateparams answers {"status":"SUCCESS"}',
    async check({ workflow, parameters }) {
      const update = parameters.map(sameValue).find((each) => each !== null);
      if (update === undefined) return open('no parameter has a value to set again');
      const answer = await workflow('updateparams', post({ updates: [update] }));
      return verdict(membersOf(answer.body.json).status === 'SUCCESS', described(answer));
    },
  },
  {
    id: 'string-coercion',
    expected: 'a number may be sent as text',
    async check({ workflow, parameters }) {
      const number = parameters.find(({ value }) => typeof value === 'number');
      if (number === undefined) return open('no number parameter has a value');
      const updates = [{ name: number.name, value: String(number.value) }];
      const answer = await workflow('updateparams', post({ updates }));
      return verdict(membersOf(answer.body.json).status === 'SUCCESS', described(answer));
    },
  },
  {
    id: 'unknown-parameter',
    expected: 'an unknown parameter is refused (the errorType is unknown)',
    async check({ workflow }) {
      const updates = [{ name: 'zapier-check-server-no-such-parameter', value: '1' }];
      const answer = await workflow('updateparams', post({ updates }));
      return verdict(membersOf(answer.body.json).status !== 'SUCCESS', described(answer));
    },
  },
  {
    id: 'lambda-path',
    expected: 'lambdaProjectPath is relative, not encoded, and belongs after /u/',
    async check(look) {
      const { id, path } = await startIsolated(look);
      const project = path === null ? null : parseServerPath(path);
      if (project === null) return verdict(false, `path ${JSON.stringify(path)}`);
      const url = workflowApiUrl(look.server, project, `status/${encodeSegment(id)}`);
      const answer = await look.ask({ url, token: look.accessToken });
      return verdict(
        answer.body.form === 'json',
        `${path?.startsWith('/') ? 'leading slash' : 'relative'}; state there: ${described(answer)}`,
      );
    },
  },
  {
    id: 'lambda-outcome',
    expected:
      'the original project knows the outcome of an isolated run, in one of the known states',
    async check(look) {
      const begun = performance.now();
      const { id } = await startIsolated(look);
      for (;;) {
        const answer = await look.workflow(`status/${encodeSegment(id)}`);
        const { jobState, executionTime } = membersOf(answer.body.json);
        const seconds = Math.round((performance.now() - begun) / 100) / 10;
        const seen = `${jobState ?? described(answer)} after ${seconds} s, executionTime ${executionTime ?? 'absent'}`;
        if (KNOWN_ENDS.includes(jobState)) return verdict(true, seen);
        if (typeof jobState !== 'string') return verdict(false, seen);
        if (seconds * 1000 > LONGEST_RUN_MS) return open(seen);
        await look.sleep(POLL_MS);
      }
    },
  },
  waitForIdle,
];

const KNOWN_ENDS: readonly unknown[] = ['COMPLETED', 'FINISHED', 'FAILED', 'ERROR', 'CANCELLED'];

async function startIsolated({ workflow }: Look): Promise<{ id: string; path: string | null }> {
  const answer = await workflow('lambdaexecute', post({ deleteExecutionOnFinish: true }));
  const { jobId, lambdaProjectPath } = membersOf(answer.body.json);
  if (typeof jobId !== 'string') throw new Error(`no job was started (${described(answer)})`);
  return { id: jobId, path: typeof lambdaProjectPath === 'string' ? lambdaProjectPath : null };
}

function post(body: object) {
  return { method: 'POST' as const, body };
}
