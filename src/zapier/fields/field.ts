import type { Bundle, InputField, ZObject } from 'zapier-platform-core';
import { OmniscopeError } from '../../omniscope/errors.ts';
import type { ServerUrl } from '../../omniscope/server-url.ts';
import type { Runtime } from '../platform/runtime.ts';

/** The input of a step as Zapier hands it over: nothing about its values is known yet. */
export type InputData = Readonly<Record<string, unknown>>;

/** What reading an input depends on beside the input. */
export interface ParseContext {
  /** Pasted addresses have to be on this server. */
  readonly server: ServerUrl;
}

/** An input of an operation: what Zapier shows of it, and how it is read, in one place. */
export interface Field<Value> {
  /** What Zapier shows, in this order; a function adds fields that depend on what is filled in. */
  definitions(runtime: Runtime): readonly InputField[];
  /** @throws OmniscopeError invalid-input, or invalid-project for the project itself */
  parse(inputData: InputData, context: ParseContext): Value;
}

/** The fields of an operation by the names that its code uses, in the order in which they are shown. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The parsed input of an operation with these fields. */
export type InputOf<Definition extends Fields> = {
  readonly [Name in keyof Definition]: Definition[Name] extends Field<infer Value> ? Value : never;
};

/** A field function as Zapier calls it while a Zap is edited. */
export type FieldFunction = (z: ZObject, bundle: Bundle) => Promise<FieldDefinition[]>;
export type FieldDefinition = Exclude<InputField, (...args: never[]) => unknown>;

export function inputFieldsOf(fields: Fields, runtime: Runtime): InputField[] {
  return Object.values(fields).flatMap((field) => field.definitions(runtime));
}

/** Reads every field before anything is sent. @throws OmniscopeError invalid-input, invalid-project */
export function parseInput<Definition extends Fields>(
  fields: Definition,
  inputData: InputData,
  context: ParseContext,
): InputOf<Definition>;
export function parseInput(fields: Fields, inputData: InputData, context: ParseContext) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field.parse(inputData, context)]),
  );
}

/** What every field says of itself. */
export interface FieldText {
  /** Stable once released: Zaps hold on to it. */
  key: string;
  label: string;
  help: string;
  placeholder?: string;
  group?: string;
}

/** A field of one value: `read` gets the value under the field's key and the label for its errors. */
export function singleField<Value>(
  text: FieldText,
  shape: Partial<FieldDefinition>,
  read: (value: unknown, label: string, context: ParseContext) => Value,
): Field<Value> {
  const { key, label, help, placeholder, group } = text;
  const definition: FieldDefinition = {
    key,
    label,
    type: 'string',
    ...shape,
    helpText: help,
    ...(placeholder !== undefined && { placeholder }),
    ...(group !== undefined && { group }),
  };
  return {
    definitions: () => [definition],
    parse: (inputData, context) => read(inputData[key], label, context),
  };
}

/** The error for a value that a field cannot take; `expected` ends the sentence "Enter …". */
export function invalidInput(label: string, expected: string): OmniscopeError {
  return new OmniscopeError('invalid-input', { field: label, expected });
}
