/** The app's definition as Zapier's checks look at it: one list of operations, whatever their kind. */
import { createApp } from '../../index.ts';
import { systemRuntime } from '../../src/zapier/platform/runtime.ts';

export interface InputField {
  readonly key: string;
  readonly label?: string;
  readonly helpText?: string;
  readonly placeholder?: string;
  readonly type?: string;
  readonly required?: boolean;
  readonly default?: string;
  readonly list?: boolean;
  readonly dict?: boolean;
  readonly computed?: boolean;
  readonly dynamic?: string;
  readonly search?: string;
  readonly dependsOn?: readonly string[];
  readonly group?: string;
  readonly choices?: object;
  readonly altersDynamicFields?: boolean;
}

export interface OutputField {
  readonly key: string;
  readonly label?: string;
  readonly type?: string;
  readonly list?: boolean;
  readonly dict?: boolean;
}

export interface Operation {
  readonly kind: 'triggers' | 'creates' | 'searches';
  readonly key: string;
  readonly noun: string;
  readonly label: string;
  readonly description: string;
  readonly hidden: boolean;
  /** `polling` or `hook`, of triggers only. */
  readonly type?: string;
  /** Whether it tells a server where to post, and takes that back. */
  readonly subscribes: boolean;
  /** Those that are always there; what a function adds depends on the project. */
  readonly inputFields: readonly InputField[];
  readonly hasDynamicFields: boolean;
  readonly groups: readonly string[];
  readonly sample: Readonly<Record<string, unknown>>;
  readonly outputFields: readonly OutputField[];
}

interface Definition {
  readonly key: string;
  readonly noun: string;
  readonly display: {
    readonly label?: string;
    readonly description?: string;
    readonly hidden?: boolean;
  };
  readonly operation: {
    readonly type?: string;
    readonly performSubscribe?: unknown;
    readonly performUnsubscribe?: unknown;
    readonly inputFields?: readonly unknown[];
    readonly inputFieldGroups?: readonly { readonly key: string }[];
    readonly sample?: object;
    readonly outputFields?: readonly unknown[];
  };
}

export const app = createApp(systemRuntime);

function read(kind: Operation['kind'], definition: Definition): Operation {
  const { key, noun, display, operation } = definition;
  const inputs = operation.inputFields ?? [];
  return {
    kind,
    key,
    noun,
    label: display.label ?? '',
    description: display.description ?? '',
    hidden: display.hidden ?? false,
    ...(operation.type !== undefined && { type: operation.type }),
    subscribes:
      operation.performSubscribe !== undefined && operation.performUnsubscribe !== undefined,
    inputFields: inputs.filter(isField),
    hasDynamicFields: inputs.some((input) => typeof input === 'function'),
    groups: (operation.inputFieldGroups ?? []).map((group) => group.key),
    sample: { ...operation.sample },
    outputFields: (operation.outputFields ?? []).filter(isField),
  };
}

function isField(value: unknown): value is InputField & OutputField {
  return typeof value === 'object' && value !== null && 'key' in value;
}

/** Whether a dropdown is filled by a function of its own or by a trigger. */
export const isDropdown = ({ dynamic, choices }: InputField) =>
  dynamic !== undefined || (choices !== undefined && 'perform' in choices);

export const operations: readonly Operation[] = [
  ...Object.values(app.triggers).map((definition) => read('triggers', definition)),
  ...Object.values(app.creates).map((definition) => read('creates', definition)),
  ...Object.values(app.searches).map((definition) => read('searches', definition)),
];

/** A search that creates what it does not find. */
export interface Pair {
  readonly search: Operation;
  readonly create: Operation;
  /** With the fields of both, what is required first: their order is Zapier's. */
  readonly whole: Operation;
}

export const pairs: readonly Pair[] = Object.values(app.searchOrCreates ?? {}).map((pair) => {
  const part = (kind: Operation['kind'], key: string) => {
    const found = operations.find((each) => each.kind === kind && each.key === key);
    if (found === undefined) throw new Error(`${pair.key}: there is no ${key} among the ${kind}`);
    return found;
  };
  const [search, create] = [part('searches', pair.search), part('creates', pair.create)];
  const { label = '', description = '' } = pair.display;
  const keys = new Set(search.inputFields.map(({ key }) => key));
  const inputFields = [
    ...search.inputFields,
    ...create.inputFields.filter(({ key }) => !keys.has(key)),
  ];
  inputFields.sort((one, other) => Number(other.required === true) - Number(one.required === true));
  const whole = { ...search, key: pair.key, label, description, inputFields };
  return { search, create, whole };
});

export const authenticationFields: readonly InputField[] = (
  app.authentication?.fields ?? []
).filter(isField);
