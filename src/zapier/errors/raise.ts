import type { ZObject } from 'zapier-platform-core';
import { Problem } from '../../omniscope/problem.ts';
import { shorten } from '../../omniscope/shorten.ts';
import { keepMessage } from '../platform-gaps.ts';
import type { CaseKind, Cases } from './cases.ts';
import type { Row } from './row.ts';
import { sourcePlace } from './source-place.ts';
import { TABLE } from './table.ts';

/** Zapier cuts what a user sees of an error at 250 characters. */
export const MESSAGE_LIMIT = 250;

/** What the user reads of a case. */
export function messageOf<Kind extends CaseKind>(kind: Kind, details: Cases[Kind]): string {
  const row: Row<Cases[Kind]> = TABLE[kind];
  const happened = row.happened(details);
  const remedy = row.remedy(details);
  const room = MESSAGE_LIMIT - remedy.length - 1;
  // The remedy is never cut; what happened may quote a server and be long.
  return `${shorten(happened, room)} ${remedy}`;
}

/** The platform's error for a case; its message is shown exactly as the table words it. */
export function caseError<Kind extends CaseKind>(
  z: ZObject,
  kind: Kind,
  details: Cases[Kind],
): Error {
  const row: Row<Cases[Kind]> = TABLE[kind];
  const message = messageOf(kind, details);
  switch (row.effect) {
    case 'Error':
      return new z.errors.Error(message, kind);
    case 'ThrottledError':
      return new z.errors.ThrottledError(message, row.delay?.(details));
    case 'HaltedError':
      return keepMessage(new z.errors.HaltedError(message));
    case 'ExpiredAuthError':
      return keepMessage(new z.errors.ExpiredAuthError(message));
    case 'RefreshAuthError':
      return keepMessage(new z.errors.RefreshAuthError(message));
  }
}

/** Errors that already are the platform's own and have to reach it as they are. */
const PLATFORM_ERRORS = new Set([
  'AppError',
  'RefreshAuthError',
  'ExpiredAuthError',
  'HaltedError',
  'ThrottledError',
]);

/**
 * Wraps what the platform calls, so that whatever is thrown inside leaves it as one of the cases.
 * What nobody has foreseen is logged by its kind and place, without its message: that could hold
 * anything, a token too.
 */
export function withCases<B, R>(
  run: (z: ZObject, bundle: B) => Promise<R>,
): (z: ZObject, bundle: B) => Promise<R> {
  return async (z, bundle) => {
    try {
      return await run(z, bundle);
    } catch (error) {
      if (error instanceof Problem) throw problemError(z, error);
      if (error instanceof Error && PLATFORM_ERRORS.has(error.name)) throw error;
      z.console.error(`Unexpected ${describe(error)}`);
      throw caseError(z, 'unexpected', {});
    }
  };
}

/** The platform's error for a problem of the client. */
function problemError(z: ZObject, problem: Problem): Error {
  return caseError(z, problem.kind, problem.details);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  // A message may have lines of its own, which look like places.
  const trace = error.stack?.replace(error.message, '') ?? '';
  return `${error.name} at ${sourcePlace(trace)}`;
}
