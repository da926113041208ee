import type { Permission } from '../errors.ts';

/** Which of the two APIs a connection may use. */
export type ApiAccess = 'both' | 'workflow' | 'project';

const API_SCOPES: Record<ApiAccess, readonly string[]> = {
  both: ['workflowapi:execute', 'projectapi:execute'],
  workflow: ['workflowapi:execute'],
  project: ['projectapi:execute'],
};

/** The scopes to ask for. `offline_access` always: without it there is no refresh token (documented). */
export function scopesFor(access: ApiAccess): readonly string[] {
  return [...API_SCOPES[access], 'offline_access'];
}

/** The scope of the API that asks for this permission. */
export function scopeOf(permission: Permission): string {
  return permission === 'File Management' ? 'projectapi:execute' : 'workflowapi:execute';
}

/** Blank, or a value that is not a choice, means both. */
export function parseApiAccess(text: unknown): ApiAccess {
  return text === 'workflow' || text === 'project' ? text : 'both';
}
