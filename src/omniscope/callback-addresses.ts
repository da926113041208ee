/**
 * A text parameter that holds callback addresses, one a line. Lines that are none of ours stay as they
 * are, with their order and their line ends; null is the value of a parameter that was never set.
 */

/** The text with the address in a line of its own; unchanged where it is there already. */
export function addAddress(text: string | null, address: string): string {
  const current = text ?? '';
  if (current === '' || hasAddress(current, address)) return current || address;
  const lineEnd = /\r\n|\n|\r/.exec(current)?.[0] ?? '\n';
  // A text whose last line is ended stays one, so that removing the address gives back the same text.
  return /[\r\n]$/.test(current) ? current + address + lineEnd : current + lineEnd + address;
}

/** The text without the lines that are the address; all others stay. */
export function removeAddress(text: string | null, address: string): string {
  const lines = splitLines(text ?? '');
  const kept = lines.filter((line) => line.trim() !== address);
  if (kept.length === lines.length) return text ?? '';
  const rest = kept.join('');
  const lastLineIsOpen = !/[\r\n]$/.test(lines.at(-1) ?? '');
  return lastLineIsOpen && lines.at(-1)?.trim() === address
    ? rest.replace(/(?:\r\n|\n|\r)$/, '')
    : rest;
}

export function hasAddress(text: string | null, address: string): boolean {
  return splitLines(text ?? '').some((line) => line.trim() === address);
}

/** Each line with its own end. */
function splitLines(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}
