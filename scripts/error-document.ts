import { ERROR_CATALOG } from '../src/zapier/errors/catalog.ts';
import type { AppErrorCode, AppErrorDetails } from '../src/zapier/errors/error-codes.ts';
import type { ErrorClass, ErrorDefinition } from '../src/zapier/errors/error-definition.ts';
import { TOKEN_ERROR_MESSAGES } from '../src/zapier/errors/token-error-messages.ts';

const EFFECTS: Record<ErrorClass, string> = {
  Error: 'The step is errored, and can be replayed.',
  HaltedError: 'This run stops quietly; it never counts as an error.',
  ExpiredAuthError: 'The user is asked to reconnect; runs are held until then.',
  RefreshAuthError: 'The connection is renewed and the step is run again.',
  ThrottledError: 'The step waits, and Zapier runs it again.',
};

/** docs/errors.md, written from the error catalog. */
export function errorDocument(): string {
  const kinds = Object.keys(ERROR_CATALOG).filter(isKind);
  return `# What can go wrong, and what the user reads

Every error of the app is one of these cases; \`src/zapier/errors/catalog.ts\` is where they come from,
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

## Why a token request was rejected

\`token-rejected\` while connecting, \`refresh-rejected\` later; the texts are the same.

| What happened | What to do |
|---|---|
${Object.values(TOKEN_ERROR_MESSAGES)
  .map(({ message, hint }) => cells(message, hint))
  .join('\n')}
`;
}

function lineOf<Kind extends AppErrorCode>(kind: Kind): string {
  const row: ErrorDefinition<AppErrorDetails[Kind]> = ERROR_CATALOG[kind];
  const { errorClass, example } = row;
  return cells(`\`${kind}\``, `\`${errorClass}\``, row.message(example), row.hint(example));
}

function cells(...texts: string[]): string {
  return `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

function isKind(key: string): key is AppErrorCode {
  return Object.hasOwn(ERROR_CATALOG, key);
}
