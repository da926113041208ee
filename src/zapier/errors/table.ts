import type { CaseKind } from './cases.ts';
import { connectionCases } from './connection-cases.ts';
import { jobCases } from './job-cases.ts';
import { requestCases } from './request-cases.ts';
import type { Rows } from './row.ts';

/** Every case with its effect and its words: one row each, and no error leaves the app without one. */
export const TABLE: Rows<CaseKind> = { ...connectionCases, ...requestCases, ...jobCases };
