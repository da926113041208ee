/**
 * The keys of the typed parameter fields. A key carries the parameter's whole name and the kind of
 * its field, so that a step knows what to send without asking the server again, and so that the key
 * of a parameter is the same whatever else is in the list.
 */

/** How a parameter's type shows in Zapier. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'date' | 'file';

export interface ParameterKey {
  kind: FieldKind;
  name: string;
}

const KEY = /^param_(text|number|boolean|date|file)_(.*)$/s;

/**
 * `param_number_Rows`, `param_text_Cut$002doff`: letters and digits stay, every other UTF-16 unit
 * becomes `$` and four hex digits. An underscore is encoded too, since Zapier takes two of them in a
 * row for a step into an object.
 */
export function parameterKey({ kind, name }: ParameterKey): string {
  const encoded = name.replace(
    /[^A-Za-z0-9]/g,
    (unit) => `$${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `param_${kind}_${encoded}`;
}

/** The parameter behind a field's key, or null where the key is another input's. */
export function parseParameterKey(key: string): ParameterKey | null {
  const [, kind, encoded] = KEY.exec(key) ?? [];
  if (encoded === undefined || !isFieldKind(kind)) return null;
  const name = encoded.replace(/\$([0-9a-f]{4})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return { kind, name };
}

function isFieldKind(text: string | undefined): text is FieldKind {
  return ['text', 'number', 'boolean', 'date', 'file'].includes(text ?? '');
}
