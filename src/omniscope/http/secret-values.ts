import { lazy } from '../lazy.ts';

/**
 * Takes secrets out of texts by their value: as they are, and in the forms in which a server or a proxy that
 * quotes a request gives them back (percent-encoded, as a form field, in JSON, in HTML, in base64 with
 * whatever stands before them).
 *
 * @param secrets shorter ones than six characters are left alone: they would be found in ordinary words
 * @returns a function that puts `…` in the place of every secret, in time linear in its text
 */
export function createSecretRemover(secrets: readonly string[]): (text: string) => string {
  const long = secrets.filter(({ length }) => length >= SHORTEST);
  const shortest = Math.min(...long.map(({ length }) => length));
  // Longer forms first: one may be part of another.
  const forms = lazy(() => [...new Set(long.flatMap(formsOf))].sort((a, b) => b.length - a.length));
  // No form is shorter than its secret, and most texts are: for a job's ID and state none is made.
  return (text) =>
    text.length < shortest
      ? text
      : forms().reduce((cleaned, form) => cleaned.replaceAll(form, '…'), text);
}

const SHORTEST = 6;

function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  // A lone surrogate cannot be encoded; a token with one is refused where it comes in.
  const wellFormed = Buffer.from(secret).toString();
  const encoded = [
    encodeURIComponent(wellFormed),
    encodeURI(wellFormed),
    new URLSearchParams({ '': wellFormed }).toString().slice(1),
  ];
  return [
    secret,
    json,
    json.replaceAll('/', '\\/'),
    ...htmlForms(secret),
    ...encoded,
    ...encoded.map((form) => form.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase())),
    ...[0, 1, 2].flatMap((offset) => base64Forms(secret, offset)),
  ].filter((form) => form.length >= SHORTEST);
}

/** As a page quotes it: the characters that HTML has to escape, an apostrophe or not. */
function htmlForms(secret: string): string[] {
  const escaped = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return [escaped, escaped.replaceAll("'", '&#39;')];
}

/**
 * The characters of a base64 text that come from the secret alone, where `offset` bytes (modulo 3) stand
 * before it, as the user name does in basic authentication; in both alphabets of RFC 4648.
 */
function base64Forms(secret: string, offset: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const first = Math.ceil((offset * 8) / 6);
  const end = Math.floor((bytes.length * 8) / 6);
  return (['base64', 'base64url'] as const).map((alphabet) =>
    bytes.toString(alphabet).slice(first, end),
  );
}
