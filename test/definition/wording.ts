/** Zapier's rules of wording, as functions of one text. */

/** Words that stay small in a title, unless they begin or end it (Chicago style, as Zapier's check). */
const SMALL_WORDS =
  /^(a|an|and|as|at|but|by|for|from|if|in|into|nor|of|on|or|per|the|to|via|with)$/;

/** D018: a label is in title case. */
export function isTitleCase(label: string): boolean {
  const words = label.split(' ');
  return words.every((word, index) => {
    const isInside = index > 0 && index < words.length - 1;
    if (isInside && SMALL_WORDS.test(word)) return true;
    return /^[(]?[A-Z0-9]/.test(word);
  });
}

/** One sentence or more, each beginning with a capital letter, a quote or code, and ended by a period. */
export function isProse(text: string): boolean {
  return /^["`'A-Z].*[.]$/s.test(text) && !/\s{2}|\s[.,]|\.\./.test(text);
}

/** D008: an address in a text is a Markdown link or stands in backticks. */
export function hasBareLink(text: string): boolean {
  const rest = text.replace(/`[^`]*`/g, '').replace(/\[[^\]]+\]\(https:\/\/[^)\s]+\)/g, '');
  return /https?:|www\.|[[\]]/.test(rest);
}

/** D007: nothing is spoken to, or shown, by plain HTTP. */
export function hasInsecureAddress(text: string): boolean {
  return /\bhttp:/i.test(text);
}

/** D011: the help text says more than the label. */
export function isRedundant(label: string, helpText: string): boolean {
  const words = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];
  const known = new Set([...words(label), 'the', 'a', 'of', 'your', 'this', 'project']);
  return words(helpText).every((word) => known.has(word));
}

/** D023: ISO 8601; with a time zone where there is a time. */
const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/;
/** What a person would read as a date, or a program as an instant. */
const DATE_LIKE =
  /^\d{4}-\d\d?-\d\d?|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|^\d{1,2} [A-Z][a-z]{2,8} \d{4}|^\d{13}$/;

export function isIsoTime(text: string): boolean {
  return ISO.test(text) && !Number.isNaN(Date.parse(text));
}

export function looksLikeTime(text: string): boolean {
  return DATE_LIKE.test(text);
}
