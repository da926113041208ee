import type { ServerUrl } from '../server-url.ts';
import { authorizationEndpoint } from '../urls.ts';
import { type ApiAccess, scopesFor } from './scopes.ts';

export interface AuthorizationRequest {
  server: ServerUrl;
  integrationId: string;
  clientId: string;
  /** Blank where the platform adds it to the URL itself; the same holds for the state. */
  redirectUri: string;
  /** Opaque and unguessable; comes back unchanged. */
  state: string;
  access: ApiAccess;
}

/** The URL that the user's browser opens to log in and consent (RFC 6749 §4.1.1). */
export function authorizationUrl(request: AuthorizationRequest): string {
  const url = new URL(authorizationEndpoint(request.server, request.integrationId));
  const { redirectUri, state } = request;
  url.search = new URLSearchParams({
    client_id: request.clientId,
    ...(redirectUri !== '' && { redirect_uri: redirectUri }),
    scope: scopesFor(request.access).join(' '),
    ...(state !== '' && { state }),
    response_type: 'code',
  }).toString();
  return url.href;
}
