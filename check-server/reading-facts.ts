import { encodeSegment } from '../src/omniscope/paths.ts';
import { type Answer, described, membersOf } from './ask.ts';
import { type Fact, open, verdict } from './fact.ts';

/** No server gives out such an ID. */
const NO_JOB = 'zapier-check-server-no-such-job';
/** The documented types of parameters; all others are treated as text. */
const KNOWN_TYPES = ['BOOLEAN', 'NUMBER', 'TEXT', 'DATE', 'FILE', 'FOLDER'];

const isJobNotFound = ({ body }: Answer) => body.failure?.type === 'JOB_NOT_FOUND';

const isIso = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(?:$|T\d{2}:\d{2})/.test(value);

/** The form of a value without the value: every digit is a 9, every letter a letter of its kind. */
const formOf = (value: unknown) =>
  JSON.stringify(value)
    .replace(/\d/g, '9')
    .replace(/\p{Ll}/gu, 'a')
    .slice(0, 40);

/** Parameters and jobs, as far as reading shows them. */
export const readingFacts: readonly Fact[] = [
  {
    id: 'parameter-types',
    expected: `types are among ${KNOWN_TYPES.join(', ')}`,
    async check({ parameters }) {
      if (parameters.length === 0) return open('the project has no parameters');
      const others = parameters
        .map(({ type }) => type)
        .filter((type) => !KNOWN_TYPES.includes(type));
      return verdict(others.length === 0, others.join(', ') || `${parameters.length} parameters`);
    },
  },
  {
    id: 'empty-value',
    expected: 'a parameter without a value has null, or no value at all',
    async check({ parameters }) {
      const absent = parameters.filter((parameter) => !('value' in parameter)).length;
      const nulls = parameters.filter(({ value }) => value === null).length;
      const empty = parameters.filter(({ value }) => value === '').length;
      const seen = `null ${nulls}, absent ${absent}, empty text ${empty}`;
      return absent + nulls === 0 ? open(seen) : verdict(true, seen);
    },
  },
  {
    id: 'date-form',
    expected: 'a DATE value is a day or a time of ISO 8601',
    async check({ parameters }) {
      const values = parameters.filter(({ type }) => type === 'DATE').map(({ value }) => value);
      const given = values.filter((value) => value !== null && value !== undefined);
      if (given.length === 0) return open('no DATE parameter has a value');
      return verdict(given.every(isIso), given.map(formOf).join(', '));
    },
  },
  {
    id: 'one-parameter',
    expected: 'param/{name} gives that parameter with its value',
    async check({ workflow, parameters }) {
      const [first] = parameters.filter(({ value }) => value !== null && value !== undefined);
      if (first === undefined) return open('no parameter has a value');
      const answer = await workflow(`param/${encodeSegment(first.name)}`);
      const { value } = membersOf(answer.body.json);
      return verdict(answer.status === 200 && value === first.value, described(answer));
    },
  },
  {
    id: 'status-endpoint',
    expected: 'status/{jobId} exists: JOB_NOT_FOUND for an unknown job',
    async check({ workflow }) {
      const answer = await workflow(`status/${NO_JOB}`);
      return verdict(isJobNotFound(answer), described(answer));
    },
  },
  {
    id: 'job-state-endpoint',
    expected: 'job/{jobId}/state exists: JOB_NOT_FOUND for an unknown job',
    async check({ workflow }) {
      const answer = await workflow(`job/${NO_JOB}/state`);
      return verdict(isJobNotFound(answer), described(answer));
    },
  },
  {
    id: 'job-not-found-status',
    expected: 'JOB_NOT_FOUND comes with HTTP 200 or 404 (the app goes by the errorType)',
    async check({ workflow }) {
      const answers = [await workflow(`status/${NO_JOB}`), await workflow(`job/${NO_JOB}/state`)];
      const named = answers.filter(isJobNotFound).map(({ status }) => status);
      if (named.length === 0) return open('neither endpoint says JOB_NOT_FOUND');
      return verdict(
        named.every((status) => [200, 404].includes(status)),
        named.join(' and '),
      );
    },
  },
];
