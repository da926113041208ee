/**
 * An address taken apart, or null where it is none. Not by `URL.canParse`: in Node 20 and 22 that says
 * no to every address with a letter like ü in it, once it has been called a few thousand times.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
