import { describe, expect, test } from '@jest/globals';
import { createAppHandler } from '../../sandbox/zapier-emulator/core-internals.ts';
import { CHECKS, type Check } from './checks.ts';
import {
  app,
  authenticationFields,
  type InputField,
  type Operation,
  operations,
  pairs,
} from './operations.ts';
import { keyFaults, timeFaults, typeFaults } from './sample-checks.ts';
import { hasBareLink, isProse, isRedundant, isTitleCase } from './wording.ts';

const checks: [string, Check][] = Object.entries(CHECKS);

const checked = [
  ...operations.map((operation) => [operation.key, operation] as const),
  ...pairs.map(({ whole }) => [`the pair ${whole.key}`, whole] as const),
];

describe.each(checked)('%s', (_key, operation) => {
  test.each(checks)('%s', (_name, check) => {
    expect(check(operation, operations)).toEqual([]);
  });

  test('D023: writes times in ISO 8601', () => {
    expect(timeFaults(operation.sample)).toEqual([]);
  });

  test('D024: has a sample that fits its output fields', () => {
    expect(typeFaults(operation, operation.sample)).toEqual([]);
  });

  test('review 4.8: has a label for each output field', () => {
    const bad = operation.outputFields.filter(({ label }) => !label || !isTitleCase(label));
    expect(bad).toEqual([]);
  });
});

describe.each(pairs.map((pair) => [pair.whole.label, pair] as const))(
  '%s',
  (_label, { search, create }) => {
    test('finds what it creates, with the same keys and under the same labels', () => {
      expect(keyFaults(search.sample, create.sample)).toEqual([]);
      expect(search.noun).toBe(create.noun);
      const labels = (fields: readonly InputField[]) =>
        new Map(fields.map(({ key, label }) => [key, label]));
      const [found, created] = [labels(search.inputFields), labels(create.inputFields)];
      for (const [key, label] of found) expect([key, created.get(key)]).toEqual([key, label]);
    });
  },
);

describe('the connection', () => {
  const entered = authenticationFields.filter(({ computed }) => computed !== true);

  test('D003: has a label of its own', () => {
    expect(typeof app.authentication?.connectionLabel).toBe('function');
  });

  test.each(entered.map((field) => [field.key, field] as const))(
    'D008, D011, D018: explains %s',
    (_key, { label = '', helpText = '' }) => {
      expect({
        titleCase: isTitleCase(label),
        prose: isProse(helpText),
        bareLink: hasBareLink(helpText),
        redundant: isRedundant(label, helpText),
      }).toEqual({ titleCase: true, prose: true, bareLink: false, redundant: false });
    },
  );

  test('asks for what is required first', () => {
    const required = entered.map((field) => field.required === true);
    expect(required).toEqual([...required].sort((a, b) => Number(b) - Number(a)));
  });

  test('hides the secret while it is typed', () => {
    const secret = entered.find(({ key }) => key === 'oauth_client_secret');
    expect(secret?.type).toBe('password');
  });

  test('takes no key that Zapier fills from its own environment', () => {
    const keys = authenticationFields.map(({ key }) => key);
    expect(keys).not.toContain('client_id');
    expect(keys).not.toContain('client_secret');
  });
});

/** A check that finds nothing in a bad definition checks nothing. */
describe('each check finds what it is for', () => {
  const good: Operation = {
    kind: 'creates',
    key: 'create_thing',
    noun: 'Thing',
    label: 'Create Thing',
    description: 'Creates a thing.',
    hidden: false,
    subscribes: false,
    inputFields: [],
    hasDynamicFields: false,
    groups: ['advanced'],
    sample: { id: '1', project_url: 'https://omniscope.example.com/' },
    outputFields: [],
  };
  const field: InputField = {
    key: 'name',
    label: 'Name',
    helpText: 'What people call it.',
    required: false,
  };
  const withField = (change: Partial<InputField>): Operation => ({
    ...good,
    inputFields: [{ ...field, ...change }],
  });
  const BREACHES: Record<keyof typeof CHECKS, Operation> = {
    'D001: asks for no credential': withField({ key: 'api_key' }),
    'D004: offers a dropdown for an ID': withField({ key: 'folder_id' }),
    'D005: has dropdowns that a trigger fills': withField({ dynamic: 'nothing.id.name' }),
    'D007: names only HTTPS addresses': withField({ helpText: 'See `http://example.com`.' }),
    'D008: has no bare links': withField({ helpText: 'See https://example.com.' }),
    'D009: searches by at least one field': { ...good, kind: 'searches' },
    'D010: gives each polled item an id': {
      ...good,
      kind: 'triggers',
      type: 'polling',
      sample: { name: 'a' },
    },
    'D011: has help texts that help': withField({ helpText: 'The name.' }),
    'D012: has a sample': { ...good, sample: {} },
    'D013: has search connectors that lead to a search': withField({ search: 'nothing.id' }),
    'D014: has a dropdown with each search connector': withField({ search: 'find_thing.id' }),
    'D016, D017: subscribes by itself to what it does not poll': {
      ...good,
      kind: 'triggers',
      type: 'hook',
    },
    'D018: has its labels in title case': withField({ label: 'Project name' }),
    'D021: describes a trigger as Triggers when …': { ...good, kind: 'triggers' },
    'D022: has fields that are the same for everybody': good,
    'review 4.1: has a descriptive key': { ...good, key: 'action1' },
    'review 4.1: has a singular noun': { ...good, noun: 'Things' },
    'review 4.1: names neither the app nor Zapier in its description': {
      ...good,
      description: 'Creates a thing in Omniscope.',
    },
    'review 4.1: capitalises only names of actions in its description': {
      ...good,
      description: 'Creates a Thing.',
    },
    'review 5.1, 6.2: says what it does, in a sentence': { ...good, description: 'Create a thing' },
    'review 6.2: is called Find, if it is a search': { ...good, kind: 'searches' },
    'review 4.2.4: asks for several values as a list': withField({
      helpText: 'Names, comma-separated.',
    }),
    'review 5.2.2: asks for what is required first': {
      ...good,
      inputFields: [field, { ...field, required: true }],
    },
    'review 5.2.2: keeps groups together, after the rest': {
      ...good,
      inputFields: [{ ...field, group: 'advanced' }, field],
    },
    'review 5.3: gives an ID and an address of what it made or changed': {
      ...good,
      sample: { id: '1' },
    },
    'has help texts of whole sentences': withField({ helpText: 'what people call it' }),
    'says of each field whether it is required, or leaves it to what it depends on': {
      ...good,
      inputFields: [{ key: 'name', label: 'Name', helpText: 'What people call it.' }],
    },
    'has defaults that are text, and one of the choices': withField({
      choices: { a: 'A' },
      default: 'b',
    }),
    'fills no dropdown before the fields that it depends on': withField({
      dynamic: 'list.id.name',
      dependsOn: ['project'],
    }),
  };

  test.each(checks)('%s', (name, check) => {
    const breach = Object.entries(BREACHES).find(([of]) => of === name)?.[1];
    expect(breach && check(breach, [breach]).length).toBeGreaterThan(0);
  });

  test('D023, D024', () => {
    const outputFields = [
      { key: 'id', type: 'string' },
      { key: 'at', type: 'datetime' },
    ];
    expect(typeFaults({ outputFields }, { id: 1, at: '2026-01-31' })).toHaveLength(1);
    expect(typeFaults({ outputFields }, { id: '1' })).toHaveLength(1);
    expect(typeFaults({ outputFields }, { id: '1', at: null, more: true })).toHaveLength(1);
    expect(timeFaults({ at: '2026-01-31T09:00:00', on: '31 Jan 2026' })).toHaveLength(2);
  });
});

/** Zapier's schema, checked by the core's own `validate` command, as `zapier-platform validate` does. */
const validate = (definition: object) => createAppHandler(definition)({ command: 'validate' });

test('keeps to the platform schema', async () => {
  const { results } = await validate(app);
  expect(results).toEqual([]);
});

test('would be told of a definition that does not', async () => {
  const { results } = await validate({ ...app, searchOrCreates: { find: { key: 'find' } } });
  expect(results).not.toEqual([]);
});
