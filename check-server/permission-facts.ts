import { parseProjectPath } from '../src/omniscope/paths.ts';
import { workflowApiUrl } from '../src/omniscope/urls.ts';
import { type Answer, described } from './ask.ts';
import { type Fact, open, verdict } from './fact.ts';

/** How the server refuses what a user may not do, and a token whose time is over. */
export const permissionFacts: readonly Fact[] = [
  {
    id: 'parameter-permission',
    expected: '403 in text where parameters may not be read through APIs',
    async check({ ask, server, accessToken, closedProject }) {
      if (closedProject === undefined) {
        return open('not checked: needs OMNISCOPE_PROJECT_WITHOUT_PARAMETERS');
      }
      const project = parseProjectPath(closedProject, server);
      const url = workflowApiUrl(server, project, 'param');
      const answer = await ask({ url, token: accessToken });
      return verdict(answer.status === 403 && answer.body.form === 'text', worded(answer));
    },
  },
  {
    id: 'expired-token',
    expected: '401 for an access token whose time is over',
    async check({ workflow, expiredToken }) {
      if (expiredToken === undefined) return open('not checked: needs OMNISCOPE_EXPIRED_TOKEN');
      const answer = await workflow('param', { token: expiredToken });
      const challenge = /error="?([a-z_]+)/.exec(answer.challenge ?? '')?.[1];
      const header =
        answer.challenge === null ? 'no WWW-Authenticate' : `error ${challenge ?? 'none'}`;
      return verdict(answer.status === 401, `${worded(answer)}; ${header}`);
    },
  },
];

const LONGEST = 120;

/** With the sentence of a refusal: it is what the app would have to recognise. */
function worded(answer: Answer): string {
  const { serverMessage } = answer.body;
  return serverMessage === null
    ? described(answer)
    : `${described(answer)}: “${serverMessage.slice(0, LONGEST)}”`;
}
