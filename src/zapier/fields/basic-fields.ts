import { type Field, type FieldText, invalidInput, singleField } from './field.ts';
import { parseInstant } from './iso-time.ts';
import {
  isBlank,
  parseBooleanWord,
  parseOptionalText,
  parseRequiredText,
  scalarText,
  toList,
} from './plain-values.ts';

/** A text that has to be there, of at most `limit` characters. */
export function requiredTextField(text: FieldText & { limit?: number }): Field<string> {
  return singleField(text, { required: true }, (value, label) =>
    parseRequiredText(value, label, text.limit),
  );
}

/** A list of texts; blank entries are left out. */
export function textListField(text: FieldText): Field<string[]> {
  return singleField(text, { list: true, required: false }, (value, label) =>
    toList(value).flatMap((entry) => parseOptionalText(entry, label) ?? []),
  );
}

/** Yes or no; a blank is the default. */
export function booleanField(text: FieldText & { default: boolean }): Field<boolean> {
  const shape = { type: 'boolean', default: String(text.default), required: false } as const;
  return singleField(text, shape, (value, label) => {
    if (isBlank(value)) return text.default;
    const parsed = parseBooleanWord(value);
    if (parsed === null) throw invalidInput(label, 'yes or no');
    return parsed;
  });
}

/** One of several choices, given by its key or by what the reader sees; a blank is the default. */
export function choiceField<Choice extends string>(
  text: FieldText & { choices: Readonly<Record<Choice, string>>; default: NoInfer<Choice> },
): Field<Choice> {
  const choices: Record<string, string> = { ...text.choices };
  const shape = { choices, default: text.default, required: false };
  return singleField(text, shape, (value, label) => {
    if (isBlank(value)) return text.default;
    const entered = scalarText(value);
    const isChoice = (key: string): key is Choice =>
      Object.hasOwn(choices, key) && (key === entered || choices[key] === entered);
    const found = Object.keys(choices).find(isChoice);
    if (found === undefined) {
      throw invalidInput(label, `one of: ${Object.values(choices).join('; ')}`);
    }
    return found;
  });
}

/** A whole number in a range; a blank is the default. */
export function integerField(
  text: FieldText & { min: number; max: number; default: number },
): Field<number> {
  const shape = { type: 'integer', default: String(text.default), required: false } as const;
  return singleField(text, shape, (value, label) => {
    if (isBlank(value)) return text.default;
    const number = typeof value === 'number' ? value : Number(scalarText(value) || Number.NaN);
    if (!Number.isInteger(number) || number < text.min || number > text.max) {
      throw invalidInput(label, `a whole number from ${text.min} to ${text.max}`);
    }
    return number;
  });
}

/**
 * A moment in ISO 8601, as epoch milliseconds; a blank is null. Of type string: in a `datetime` field
 * Zapier turns text that is no date into the present moment.
 */
export function instantField(text: FieldText): Field<number | null> {
  return singleField(text, { required: false }, (value, label) => {
    if (isBlank(value)) return null;
    const instant = typeof value === 'string' ? parseInstant(value) : null;
    if (instant === null) {
      throw invalidInput(
        label,
        `a date and time, or map "${label}" from the step that started the run`,
      );
    }
    return instant;
  });
}
