/** The first form of a page, read from its HTML as far as the sandbox's own pages go. */

export interface Form {
  /** Absolute. */
  readonly action: URL;
  /** Names of the fields that a person fills in, with their values. */
  readonly fields: ReadonlyMap<string, string>;
  /** The values of the buttons named `decision`. */
  readonly decisions: readonly string[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function decode(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decode(value);
}

/** @returns undefined when the page has no form: it is not one to go on from. */
export function readForm(html: string, page: URL): Form | undefined {
  const form = /<form\b[^>]*>[\s\S]*?<\/form>/.exec(html)?.[0];
  if (form === undefined) return undefined;
  const opening = form.slice(0, form.indexOf('>') + 1);
  const fields = new Map<string, string>();
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(tag, 'name');
    if (name !== undefined) fields.set(name, attribute(tag, 'value') ?? '');
  }
  const buttons = [...form.matchAll(/<button\b[^>]*>/g)].map(([tag]) => tag);
  return {
    action: new URL(attribute(opening, 'action') ?? '', page),
    fields,
    decisions: buttons
      .filter((tag) => attribute(tag, 'name') === 'decision')
      .flatMap((tag) => attribute(tag, 'value') ?? []),
  };
}

/** What an element with `role="alert"` says on the page, without markup; undefined without one. */
export function readAlert(html: string): string | undefined {
  const alert = /<(\w+) role="alert">([\s\S]*?)<\/\1>/.exec(html)?.[2];
  return alert === undefined ? undefined : decode(alert.replace(/<[^>]*>/g, ''));
}

/** The page's heading, without markup; '' without one. */
export function readHeading(html: string): string {
  return decode(/<h1>([^<]*)<\/h1>/.exec(html)?.[1] ?? '');
}
