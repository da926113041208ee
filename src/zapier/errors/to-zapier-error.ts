import type { ZObject } from 'zapier-platform-core';
import { isTokenExpired, OmniscopeError } from '../../omniscope/errors.ts';
import { truncate } from '../../omniscope/truncate.ts';
import { withoutRequestLog } from '../platform/core-compat.ts';
import { ERROR_CATALOG } from './catalog.ts';
import { type AppErrorCode, type AppErrorDetails, StepError } from './error-codes.ts';
import type { ErrorDefinition } from './error-definition.ts';
import { sourceLocation } from './source-location.ts';

/** Zapier cuts what a user sees of an error at 250 characters. */
export const MESSAGE_LIMIT = 250;

/** What the user reads of a case. */
export function formatErrorMessage<Kind extends AppErrorCode>(
  kind: Kind,
  details: AppErrorDetails[Kind],
): string {
  const row: ErrorDefinition<AppErrorDetails[Kind]> = ERROR_CATALOG[kind];
  const happened = row.message(details);
  const remedy = row.hint(details);
  const room = MESSAGE_LIMIT - remedy.length - 1;
  // The remedy is never cut; what happened may quote a server and be long.
  return `${truncate(happened, room)} ${remedy}`;
}

/** The platform's error for a code; its message is shown exactly as the catalog has it. */
export function toZapierError<Kind extends AppErrorCode>(
  z: ZObject,
  kind: Kind,
  details: AppErrorDetails[Kind],
): Error {
  const row: ErrorDefinition<AppErrorDetails[Kind]> = ERROR_CATALOG[kind];
  const message = formatErrorMessage(kind, details);
  switch (row.errorClass) {
    case 'Error':
      return new z.errors.Error(message, kind);
    case 'ThrottledError':
      return new z.errors.ThrottledError(message, row.delay?.(details));
    case 'HaltedError':
      return withoutRequestLog(new z.errors.HaltedError(message));
    case 'ExpiredAuthError':
      return withoutRequestLog(new z.errors.ExpiredAuthError(message));
    case 'RefreshAuthError':
      return withoutRequestLog(new z.errors.RefreshAuthError(message));
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
 * Wraps what the platform calls, so that whatever is thrown inside leaves it as an error of the catalog.
 * An unexpected error is logged by its name and location, without its message: that could hold
 * anything, a token too.
 */
export function withErrorHandling<B, R>(
  run: (z: ZObject, bundle: B) => Promise<R>,
): (z: ZObject, bundle: B) => Promise<R> {
  return async (z, bundle) => {
    try {
      return await run(z, bundle);
    } catch (error) {
      if (error instanceof OmniscopeError || error instanceof StepError) {
        throw fromCatalog(z, error);
      }
      if (isTokenExpired(error)) throw toZapierError(z, 'token-expired', {});
      if (error instanceof Error && PLATFORM_ERRORS.has(error.name)) throw error;
      z.console.error(`Unexpected ${describe(error)}`);
      throw toZapierError(z, 'unexpected', {});
    }
  };
}

/** The platform's error for one of the client's or of the step. */
function fromCatalog<Code extends AppErrorCode>(
  z: ZObject,
  { code, details }: { code: Code; details: AppErrorDetails[Code] },
): Error {
  return toZapierError(z, code, details);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  // A message may have lines of its own, which look like locations.
  const trace = error.stack?.replace(error.message, '') ?? '';
  return `${error.name} at ${sourceLocation(trace)}`;
}
