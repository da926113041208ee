/** Which case of the app's table an error is, by its code or, where the platform has none, its words. */
import type { StepOutcome } from '../../sandbox/platform/outcome.ts';
import type { Effect, Row } from '../../src/zapier/errors/row.ts';
import { TABLE } from '../../src/zapier/errors/table.ts';
import { TOKEN_WORDS } from '../../src/zapier/errors/token-words.ts';

export interface Case {
  readonly kind: string;
  readonly effect: Effect;
}

export function caseOf(outcome: StepOutcome): Case | null {
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
  const row = Object.entries(TABLE).find(([kind]) => kind === code);
  return row === undefined ? null : { kind: row[0], effect: row[1].effect };
}

/** A message ends in its case's remedy, which is never cut; numbers in it may differ. */
function byWords(effect: Effect, message: string): Case | null {
  const found = Object.entries(TABLE).find(
    ([, row]) =>
      row.effect === effect &&
      remediesOf(row).some((remedy) => same(message).endsWith(same(remedy))),
  );
  return found === undefined ? null : { kind: found[0], effect };
}

function remediesOf<Details>(row: Row<Details>): string[] {
  const words = Object.values(TOKEN_WORDS).map(({ remedy }) => remedy);
  return row.effect === 'ExpiredAuthError'
    ? [row.remedy(row.example), ...words]
    : [row.remedy(row.example)];
}

function same(text: string): string {
  return text.replace(/\d+/g, '0');
}
