import { connectionErrors } from './connection-errors.ts';
import type { AppErrorCode } from './error-codes.ts';
import type { ErrorDefinitions } from './error-definition.ts';
import { fileErrors } from './file-errors.ts';
import { jobErrors } from './job-errors.ts';
import { requestErrors } from './request-errors.ts';

/** Every case with its effect and its serverMessage: one row each, and no error leaves the app without one. */
export const ERROR_CATALOG: ErrorDefinitions<AppErrorCode> = {
  ...connectionErrors,
  ...requestErrors,
  ...fileErrors,
  ...jobErrors,
};
