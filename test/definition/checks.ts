/**
 * Zapier's integration checks (docs.zapier.com, "Integration check reference") and the review rules that
 * need no account, as functions from an operation to what breaks them.
 *
 * Left out: D002 (a link to the page with the API key: every Omniscope server has an address of its
 * own), D006, D019 and D020 (not in the reference), and what only Zapier can see: A, C, L, M, S, T, U and Z.
 */
import { type InputField, isDropdown, type Operation, pairs } from './operations.ts';
import { hasBareLink, hasInsecureAddress, isProse, isRedundant, isTitleCase } from './wording.ts';

export type Check = (operation: Operation, all: readonly Operation[]) => string[];

/** A check of each input field by itself. */
const ofFields =
  (
    breaks: (field: InputField, operation: Operation, all: readonly Operation[]) => boolean,
  ): Check =>
  (operation, all) =>
    operation.inputFields
      .filter((field) => breaks(field, operation, all))
      .map((field) => `${operation.key}.${field.key}`);

/** A check of the operation as a whole. */
const ofWhole =
  (breaks: (operation: Operation, all: readonly Operation[]) => boolean): Check =>
  (operation, all) =>
    breaks(operation, all) ? [operation.key] : [];

/** Omniscope lists no jobs, so a job's ID cannot be chosen: it is mapped from the step that started it. */
const WITHOUT_LIST = new Set(['job_id']);

function textsOf(operation: Operation): string[] {
  const fields = operation.inputFields.map((field) => field.helpText ?? '');
  return [operation.description, ...fields];
}

export const CHECKS = {
  'D001: asks for no credential': ofFields(({ key }) =>
    /api_?key|token|secret|password|credential/.test(key),
  ),
  'D004: offers a dropdown for an ID': ofFields(
    ({ key, label = '', dynamic, choices }) =>
      (/(^|_)id$/.test(key) || / ID$/.test(label)) &&
      dynamic === undefined &&
      choices === undefined &&
      !WITHOUT_LIST.has(key),
  ),
  'D005: has dropdowns that a trigger fills': ofFields(({ dynamic }, _, all) => {
    if (dynamic === undefined) return false;
    const [trigger, ...keys] = dynamic.split('.');
    const source = all.find(({ kind, key }) => kind === 'triggers' && key === trigger);
    return source === undefined || keys.some((key) => !(key in source.sample));
  }),
  'D007: names only HTTPS addresses': ofWhole((operation) =>
    [...textsOf(operation), JSON.stringify(operation.sample)].some(hasInsecureAddress),
  ),
  'D008: has no bare links': ofWhole((operation) => textsOf(operation).some(hasBareLink)),
  'D009: searches by at least one field': ofWhole(
    ({ kind, inputFields }) => kind === 'searches' && inputFields.length === 0,
  ),
  'D010: gives each polled item an id': ofWhole(
    ({ type, sample }) => type === 'polling' && typeof sample.id !== 'string',
  ),
  'D011: has help texts that help': ofFields(({ label = '', helpText }) =>
    helpText === undefined ? true : isRedundant(label, helpText),
  ),
  'D012: has a sample': ofWhole(({ sample }) => Object.keys(sample).length === 0),
  'D013: has search connectors that lead to a search': ofFields(({ search }, _, all) => {
    if (search === undefined) return false;
    const [key] = search.split('.');
    return !all.some((other) => other.kind === 'searches' && other.key === key);
  }),
  'D014: has a dropdown with each search connector': ofFields(
    ({ search, dynamic }) => search !== undefined && dynamic === undefined,
  ),
  'D016, D017: subscribes by itself to what it does not poll': ofWhole(
    ({ kind, type, subscribes }) => kind === 'triggers' && type !== 'polling' && !subscribes,
  ),
  'D018: has its labels in title case': (operation) => [
    ...ofWhole(({ label, noun }) => !isTitleCase(label) || !isTitleCase(noun))(operation, []),
    ...ofFields(({ label = 'none' }) => !isTitleCase(label))(operation, []),
  ],
  'D021: describes a trigger as Triggers when …': ofWhole(
    ({ kind, description }) => kind === 'triggers' && !/^Triggers when .*\.$/.test(description),
  ),
  'D022: has fields that are the same for everybody': ofWhole(
    ({ inputFields }) => inputFields.length === 0,
  ),

  'review 4.1: has a descriptive key': ofWhole(({ key }) => !/^[a-z]+(_[a-z]+)+$/.test(key)),
  'review 4.1: has a singular noun': ofWhole(({ noun }) => /[^s]s$/.test(noun)),
  'review 4.1: names neither the app nor Zapier in its description': ofWhole(({ description }) =>
    /omniscope|visokio|zapier/i.test(description),
  ),
  'review 4.1: capitalises only names of actions in its description': ofWhole(
    ({ description }, all) => {
      const labels = [...pairs.map(({ whole }) => whole.label), ...all.map(({ label }) => label)];
      const rest = labels.reduce((text, label) => text.replaceAll(label, ''), description);
      return /[^.]\s[A-Z][a-z]/.test(rest);
    },
  ),
  'review 5.1, 6.2: says what it does, in a sentence': ofWhole(
    ({ kind, description }) =>
      !isProse(description) || (kind !== 'triggers' && !/^[A-Z][a-z]+s /.test(description)),
  ),
  'review 6.2: is called Find, if it is a search': ofWhole(
    ({ kind, label, description }) =>
      kind === 'searches' && !(label.startsWith('Find ') && description.startsWith('Finds ')),
  ),
  'review 4.2.4: asks for several values as a list': ofFields(
    ({ helpText = '', list }) => list !== true && /comma|separated by/i.test(helpText),
  ),
  'review 5.2.2: asks for what is required first': ofWhole(({ inputFields }) =>
    inputFields.some(
      ({ required }, index) => required === true && inputFields[index - 1]?.required === false,
    ),
  ),
  'review 5.2.2: keeps groups together, after the rest': ofWhole(({ inputFields, groups }) => {
    const order = inputFields.map(({ group }) =>
      group === undefined ? -1 : groups.indexOf(group),
    );
    const isUnknown = inputFields.some(({ group }) => group && !groups.includes(group));
    return isUnknown || order.some((place, index) => place < (order[index - 1] ?? -1));
  }),
  'review 5.3: gives an ID and an address of what it made or changed': ofWhole(
    ({ kind, sample }) => kind === 'creates' && !('id' in sample && 'project_url' in sample),
  ),
  'has help texts of whole sentences': ofFields(({ helpText = '' }) => !isProse(helpText)),
  // Zapier disables a dropdown that says nothing until what it depends on is filled in.
  'says of each field whether it is required, or leaves it to what it depends on': ofFields(
    ({ required, dependsOn }) =>
      (required === undefined) !== (dependsOn !== undefined) && !required,
  ),
  'has defaults that are text, and one of the choices': ofFields(
    ({ default: value, choices, type }) => {
      if (choices !== undefined && 'perform' in choices) return value !== undefined;
      if (value === undefined) return choices !== undefined;
      if (typeof value !== 'string') return true;
      if (choices !== undefined) return !(value in choices);
      if (type === 'boolean') return !/^(true|false)$/.test(value);
      return type === 'integer' && !/^\d+$/.test(value);
    },
  ),
  'fills no dropdown before the fields that it depends on': ofFields((field, { inputFields }) => {
    const before = inputFields.slice(0, inputFields.indexOf(field)).map(({ key }) => key);
    return (
      isDropdown(field) !== (field.dependsOn !== undefined) ||
      field.dependsOn?.some((key) => !before.includes(key)) === true
    );
  }),
} satisfies Record<string, Check>;
