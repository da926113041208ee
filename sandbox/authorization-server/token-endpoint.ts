import type { Reply, Request } from '../http/message.ts';
import { exchangeCode } from './exchange-code.ts';
import type { Integration } from './integrations.ts';
import { refreshTokens } from './refresh-tokens.ts';
import type { ServerState } from './server-state.ts';
import { toReply } from './token-error.ts';
import { isClientOf, readTokenRequest } from './token-request.ts';

/**
 * `POST {External URL}/_api_/v1/integration/oauth/token/{integrationId}`: a code or a refresh token
 * for tokens. Documented: the client's credentials are in the body, a form.
 */
export async function handleTokenRequest(
  server: ServerState,
  integration: Integration,
  request: Request,
): Promise<Reply> {
  const { assumptions } = server;
  const read = await readTokenRequest(request);
  if (!read.ok) return toReply(read.refusal, assumptions);
  const { form } = read;

  if (!isClientOf(integration, form)) {
    const status = assumptions.invalidClientStatus;
    const description = 'Wrong client id or client secret';
    return toReply({ status, error: 'invalid_client', description }, assumptions);
  }
  if (!integration.enabled) {
    const description = 'This integration is disabled';
    return toReply({ status: 400, error: 'unauthorized_client', description }, assumptions);
  }
  const grantType = form.get('grant_type');
  if (grantType === 'authorization_code') return exchangeCode(server, integration, form);
  if (grantType === 'refresh_token') return refreshTokens(server, integration, form);
  const description = 'grant_type must be authorization_code or refresh_token';
  return toReply({ status: 400, error: 'unsupported_grant_type', description }, assumptions);
}
