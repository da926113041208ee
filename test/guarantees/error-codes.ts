/** Which case of the app's table an error is, by its code or, where the platform has none, its words. */
import type { StepEnd } from '../../sandbox/zapier-emulator/outcome.ts';
import { ERROR_CATALOG } from '../../src/zapier/errors/catalog.ts';
import type { ErrorClass, ErrorDefinition } from '../../src/zapier/errors/error-definition.ts';
import { TOKEN_ERROR_MESSAGES } from '../../src/zapier/errors/token-error-messages.ts';

export interface Case {
  readonly kind: string;
  readonly effect: ErrorClass;
}

export function caseOf(outcome: StepEnd): Case | null {
  switch (outcome.status) {
    case 'errored':
      return outcome.name === 'AppError' ? byCode(outcome.raw) : null;
    case 'halted':
      return byWords('HaltedError', outcome.message);
    case 'waiting':
      return byWords('ThrottledError', outcome.message);
    case 'reconnect':
      return (
        byWords('ExpiredAuthError', outcome.message) ?? byWords('RefreshAuthError', outcome.message)
      );
    default:
      return null;
  }
}

function byCode(raw: string): Case | null {
  const { code }: { code?: unknown } = Object(JSON.parse(raw));
  const row = Object.entries(ERROR_CATALOG).find(([kind]) => kind === code);
  return row === undefined ? null : { kind: row[0], effect: row[1].errorClass };
}

/** A message ends in its case's remedy, which is never cut; numbers in it may differ. */
function byWords(effect: ErrorClass, message: string): Case | null {
  const found = Object.entries(ERROR_CATALOG).find(
    ([, row]) =>
      row.errorClass === effect &&
      remediesOf(row).some((remedy) => same(message).endsWith(same(remedy))),
  );
  return found === undefined ? null : { kind: found[0], effect };
}

function remediesOf<Details>(row: ErrorDefinition<Details>): string[] {
  const words = Object.values(TOKEN_ERROR_MESSAGES).map(({ hint }) => hint);
  return row.errorClass === 'ExpiredAuthError'
    ? [row.hint(row.example), ...words]
    : [row.hint(row.example)];
}

function same(text: string): string {
  return text.replace(/\d+/g, '0');
}
