import type { CaseKind, Cases } from '../src/zapier/errors/cases.ts';
import type { Effect, Row } from '../src/zapier/errors/row.ts';
import { TABLE } from '../src/zapier/errors/table.ts';
import { TOKEN_WORDS } from '../src/zapier/errors/token-words.ts';

const EFFECTS: Record<Effect, string> = {
  Error: 'The step is errored, and can be replayed.',
  HaltedError: 'This run stops quietly; it never counts as an error.',
  ExpiredAuthError: 'The user is asked to reconnect; runs are held until then.',
  RefreshAuthError: 'The connection is renewed and the step is run again.',
  ThrottledError: 'The step waits, and is run again by itself.',
};

/** docs/errors.md, made from the table that the app takes its errors from. */
export function errorDocument(): string {
  const kinds = Object.keys(TABLE).filter(isKind);
  return `# What can go wrong, and what the user reads

Every error of the app is one of these cases; \`src/zapier/errors/table.ts\` is where they come from,
and this page is written from it by \`npm run docs:errors\`. A message is what happened and what to do,
250 characters at most. Names and numbers below are examples.

| Class | What Zapier does |
|---|---|
${Object.entries(EFFECTS)
  .map(([effect, text]) => `| \`${effect}\` | ${text} |`)
  .join('\n')}

| Case | Class | What happened | What to do |
|---|---|---|---|
${kinds.map(lineOf).join('\n')}

## Why a token was refused

\`token-refused\` while connecting, \`refresh-refused\` later; the words are the same.

| What happened | What to do |
|---|---|
${Object.values(TOKEN_WORDS)
  .map(({ happened, remedy }) => cells(happened, remedy))
  .join('\n')}
`;
}

function lineOf<Kind extends CaseKind>(kind: Kind): string {
  const row: Row<Cases[Kind]> = TABLE[kind];
  const { effect, example } = row;
  return cells(`\`${kind}\``, `\`${effect}\``, row.happened(example), row.remedy(example));
}

function cells(...texts: string[]): string {
  return `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

function isKind(key: string): key is CaseKind {
  return Object.hasOwn(TABLE, key);
}
