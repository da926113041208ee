/**
 * Every field of every operation, taken from the definition, given values that it was not made for:
 * what comes is a result, or a clear sentence of a known case, and nothing is sent for what the app
 * itself refuses.
 */
import { describe, expect, test } from '@jest/globals';
import type { ServerFixture } from '../../sandbox/omniscope-server/fixture.ts';
import { SAMPLE_FIXTURE } from '../../sandbox/omniscope-server/sample-fixture.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { ERROR_CATALOG } from '../../src/zapier/errors/catalog.ts';
import { MESSAGE_LIMIT } from '../../src/zapier/errors/to-zapier-error.ts';
import { parameterKey } from '../../src/zapier/fields/parameter-key.ts';
import { createSimulator } from '../harness/simulator.ts';
import { badValuesFor, shown } from './bad-values.ts';
import { goodInput } from './good-input.ts';
import { authenticationFields, type InputField, type Operation, operations } from './operations.ts';

const simulator = createSimulator();

/** Runs that take no time, so that few requests are made for them. */
const FIXTURE: ServerFixture = {
  ...SAMPLE_FIXTURE,
  projects: SAMPLE_FIXTURE.projects.map((project) => ({
    ...project,
    run: { ...project.run, duration: 0 },
  })),
};

type Item = Readonly<Record<string, unknown>>;

/** The project's own fields, one of each kind, as the editor would add them. */
const TYPED: readonly InputField[] = (
  [
    ['text', 'Region'],
    ['number', 'Year'],
    ['boolean', 'Publish'],
    ['date', 'Cut-off'],
    ['file', 'Input'],
  ] as const
).map(([kind, name]) => ({ key: parameterKey({ kind, name }) }));

/** Cases that the app finds by itself: then no request may have gone out. */
const OWN_REFUSALS = new Set([
  'invalid-project',
  'invalid-input',
  'nothing-to-update',
  'copy-not-kept',
  'invalid-file-url',
  'invalid-server-url',
  'invalid-integration-id',
  'client-missing',
  'client-incomplete',
]);

function codeOf(raw: string): string {
  const fields: unknown = raw.startsWith('{') ? JSON.parse(raw) : {};
  return String(Object(fields).code);
}

/** What is wrong with how a step took a value; null when nothing is. */
function fault(outcome: StepOutcome, entered: unknown): string | null {
  const { status, attempts } = outcome;
  if (status === 'success') return null;
  if (status !== 'errored') return `ended as ${status}`;
  const { name, message, raw } = outcome;
  if (name !== 'AppError') return `${name}: ${message}`;
  const code = codeOf(raw);
  if (!(code in ERROR_CATALOG) || code === 'unexpected') return `${code}: ${message}`;
  const sent = attempts.flatMap(({ requests }) => requests).length;
  if (OWN_REFUSALS.has(code) && sent > 0) return `${code}, after ${sent} requests`;
  return wordingFault(message, entered);
}

/** A message may quote what was entered, so that is taken out before it is looked at. */
function wordingFault(message: string, entered: unknown): string | null {
  if (message.length > MESSAGE_LIMIT) return `too long: ${message}`;
  if (!/^\S.*[.] [A-Z].*\.$/s.test(message)) return `not two sentences: ${message}`;
  const own = typeof entered === 'string' ? message.replaceAll(entered.trim() || ' ', '') : message;
  const isUnfit = /<|undefined|null|NaN|\[object/.test(own) || /\p{Cc}/u.test(message);
  return isUnfit ? `unfit to read: ${message}` : null;
}

/** The text that a dict or a list hides a level deeper, where there is one. */
function innermost(value: unknown): unknown {
  if (typeof value === 'string') return value;
  return Object.entries(Object(value))
    .flat()
    .find((text) => !KNOWN.has(text));
}
const KNOWN = new Set<unknown>(['0', '1', 'Publish', 'Region', 'North']);

const fieldsOf = operations.flatMap((operation) =>
  [...operation.inputFields, ...(operation.hasDynamicFields ? TYPED : [])].map(
    (field) => [`${operation.kind}.${operation.key}`, field.key, field, operation] as const,
  ),
);

const SHARES = 2;

/**
 * All values for a field where it comes first. The operations that have the same field, declared and read in
 * one place, share them afterwards: each takes every other one.
 */
function valuesFor(field: InputField, operation: Operation): readonly unknown[] {
  const same = fieldsOf.filter(([, key]) => key === field.key);
  const before = same.findIndex(([, , , other]) => other === operation);
  const values = badValuesFor(field);
  return before === 0 ? values : values.filter((_, index) => index % SHARES === before % SHARES);
}

describe('a value that a field was not made for', () => {
  test.each(fieldsOf)('%s: %s', async (key, fieldKey, field, operation) => {
    const { platform, omniscope } = simulator.open({ fixture: FIXTURE });
    const faults: string[] = [];
    for (const value of valuesFor(field, operation)) {
      const inputData = { ...goodInput(operation), on_failure: 'continue', [fieldKey]: value };
      const found = fault(await platform.runStep({ key, inputData }), innermost(value));
      if (found !== null) faults.push(`${shown(value)} → ${found}`);
      // The next value must not meet a project that this one keeps busy.
      omniscope.restart();
    }
    expect(faults).toEqual([]);
  });
});

describe('the fields of a project that cannot be read', () => {
  const dynamic = operations.filter(({ hasDynamicFields }) => hasDynamicFields);
  test.each(dynamic.map(({ kind, key }) => [`${kind}.${key}`]))('%s', async (key) => {
    const { platform } = simulator.open();
    const faults: string[] = [];
    for (const value of badValuesFor({ key: 'project' })) {
      const outcome = await platform.fields({ key, inputData: { project: value } });
      if (outcome.status !== 'success') faults.push(`${shown(value)} → ${JSON.stringify(outcome)}`);
    }
    expect(faults).toEqual([]);
  });
});

describe('a value that a field of the connection was not made for', () => {
  const entered = authenticationFields.filter(({ computed }) => computed !== true);
  const connection: Item = {
    server_url: simulator.open().origin,
    integration_id: 'zapier',
    oauth_client_id: 'client',
    oauth_client_secret: 'a-secret',
    redirect_uri: 'https://zapier.example.com/return/',
    state: 'state',
    code: 'code',
  };
  test.each(entered.map((field) => [field.key, field] as const))('%s', async (key, field) => {
    const { engine } = simulator;
    const faults: string[] = [];
    for (const part of ['authorizeUrl', 'getAccessToken', 'refreshAccessToken']) {
      for (const value of badValuesFor(field)) {
        const fields = { ...connection, [key]: value };
        const { end, requests } = engine.execute({
          method: `authentication.oauth2Config.${part}`,
          bundle: { inputData: fields, authData: { ...fields, refresh_token: 'r' }, meta: {} },
          owner: { user: 'user-1', auth: 'auth-1' },
          callbackUrl: '',
        });
        const ended = await end;
        if (ended.kind === 'returned') continue;
        const { name, message, raw } = ended.error;
        const isOwn = OWN_REFUSALS.has(codeOf(raw));
        const isKnown =
          name === 'AppError' ? codeOf(raw) in ERROR_CATALOG : name === 'ExpiredAuthError';
        const isUnexpected = codeOf(raw) === 'unexpected' || !isKnown;
        if (
          isUnexpected ||
          (isOwn && requests.length > 0) ||
          wordingFault(message, value) !== null
        ) {
          faults.push(`${part} ${shown(value)} → ${name} ${message}`);
        }
        if (raw.includes('a-secret')) faults.push(`${part} ${shown(value)} tells the secret`);
      }
    }
    expect(faults).toEqual([]);
  });
});

test('markup and braces in a value arrive as they were written', async () => {
  const { platform, omniscope } = simulator.open();
  const Region = '{{bundle.authData.access_token}} <b>&amp;</b> {{=1+1}} \u202e 🎉';
  const outcome = await platform.runStep({
    key: 'creates.update_parameters',
    inputData: { project: 'Sales/Monthly Report.iox', parameters: { Region } },
  });
  expect(outcome.status).toBe('success');
  const region = omniscope
    .project('Sales/Monthly Report.iox')
    ?.parameters.find(({ name }) => name === 'Region');
  expect(region?.value).toBe(Region);
});
