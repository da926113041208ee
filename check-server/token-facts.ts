import type { TokenErrorReason } from '../src/omniscope/errors.ts';
import type { ResponseBody } from '../src/omniscope/http/response-body.ts';
import { judgeTokenError, parseTokenError } from '../src/omniscope/oauth/token-error.ts';
import { authorizationEndpoint, tokenUrl } from '../src/omniscope/urls.ts';
import { described, membersOf } from './ask.ts';
import { type Fact, open, verdict } from './fact.ts';

/** Not registered anywhere: nothing must be sent to it. */
const FOREIGN_REDIRECT = 'https://example.com/zapier-check-server';

/** Access tokens, and the broker that gives them out. No login takes place. */
export const tokenFacts: readonly Fact[] = [
  {
    id: 'bad-token',
    expected: '401 for text that is not a token',
    async check({ workflow }) {
      const answer = await workflow('param', { token: 'not-a-token' });
      return verdict(answer.status === 401, described(answer));
    },
  },
  {
    id: 'token-refusal',
    expected: 'the token endpoint refuses an unknown client with 400 or 401 and says why',
    async check({ ask, server, integrationId }) {
      const body = new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: 'none',
        client_id: 'zapier-check-server',
        client_secret: 'none',
      });
      const url = tokenUrl(server, integrationId);
      const answer = await ask({ url, method: 'POST', body });
      const seen = `${described(answer)}; understood as: ${reasonOf(answer.body)}`;
      return verdict([400, 401].includes(answer.status), seen);
    },
  },
  {
    id: 'unknown-integration',
    expected: 'an unknown integration ID is 404, or says so',
    async check({ ask, server }) {
      const url = tokenUrl(server, 'zapier-check-server-none');
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'none' });
      const answer = await ask({ url, method: 'POST', body });
      const isUnderstood = answer.status === 404 || reasonOf(answer.body) === 'integration';
      return verdict(isUnderstood, described(answer));
    },
  },
  {
    id: 'foreign-redirect',
    expected: 'an unknown client and redirect URI are refused without a redirect to it',
    async check({ ask, server, integrationId }) {
      const url = new URL(authorizationEndpoint(server, integrationId));
      url.search = new URLSearchParams({
        client_id: 'zapier-check-server',
        redirect_uri: FOREIGN_REDIRECT,
        scope: 'workflowapi:execute',
        state: 'none',
        response_type: 'code',
      }).toString();
      const answer = await ask({ url: url.href });
      return verdict(!answer.location?.startsWith(FOREIGN_REDIRECT), described(answer));
    },
  },
  {
    id: 'pkce',
    expected: 'unknown; the app sends no code challenge',
    async check({ ask, server }) {
      const url = `${server.url}/.well-known/oauth-authorization-server`;
      const answer = await ask({ url });
      const methods = membersOf(answer.body.json).code_challenge_methods_supported;
      if (answer.status !== 200 || answer.body.form !== 'json') {
        return open(`no metadata (${described(answer)})`);
      }
      return open(`metadata names code challenge methods: ${JSON.stringify(methods ?? null)}`);
    },
  },
];

/** What the app would make of a refusal. */
function reasonOf(body: ResponseBody): TokenErrorReason {
  const error = parseTokenError(body);
  return error === null ? 'other' : judgeTokenError(error).reason;
}
