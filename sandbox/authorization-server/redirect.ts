import type { Reply } from '../http/message.ts';

/** RFC 6749 §4.1.2.1: the codes that an application may be sent as `error`. */
const REDIRECT_ERRORS = new Set([
  'invalid_request',
  'unauthorized_client',
  'access_denied',
  'unsupported_response_type',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
]);

/** The provider's own codes beyond those mean nothing to an application. */
export function redirectError(error: string): string {
  return REDIRECT_ERRORS.has(error) ? error : 'server_error';
}

/**
 * Sends the browser back to the application. The redirect URI is left as it was registered, character
 * by character, and the parameters come after what it has of its own.
 */
export function redirectToApplication(
  redirectUri: string,
  parameters: Readonly<Record<string, string | undefined>>,
): Reply {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) given.set(name, value);
  }
  const separator = redirectUri.includes('?') ? '&' : '?';
  return redirectTo(`${redirectUri}${separator}${given}`);
}

export function redirectTo(location: string): Reply {
  return { status: 302, headers: { location, 'cache-control': 'no-store' }, body: '' };
}
