import { encodePath } from '../src/omniscope/paths.ts';
import { described } from './ask.ts';
import { type Fact, open, verdict } from './fact.ts';

/** No server has a project of this name. */
const NO_PROJECT = 'zapier-check-server-no-such-project.iox';

/** Where the APIs are, and what stands where they are not. */
export const addressFacts: readonly Fact[] = [
  {
    id: 'u-prefix',
    expected: 'the Workflow API is below /u/',
    async check({ workflow }) {
      const answer = await workflow('param');
      return verdict(answer.status === 200 && answer.body.form === 'json', described(answer));
    },
  },
  {
    id: 'no-u-prefix',
    expected: 'without /u/ the API does not answer (the app never asks so)',
    async check({ ask, server, project, accessToken }) {
      const url = `${server.url}/${encodePath(project)}/w/param`;
      const answer = await ask({ url, token: accessToken });
      return verdict(answer.body.form !== 'json', described(answer));
    },
  },
  {
    id: 'unknown-project',
    expected: '404 in text, not a web page',
    async check({ ask, server, accessToken }) {
      const answer = await ask({
        url: `${server.url}/u/${NO_PROJECT}/w/param`,
        token: accessToken,
      });
      return verdict(answer.status === 404 && answer.body.form !== 'html', described(answer));
    },
  },
  {
    id: 'unknown-endpoint',
    expected: 'another status than 2xx, or no JSON',
    async check({ workflow }) {
      const answer = await workflow('no-such-endpoint');
      return verdict(answer.status >= 400 || answer.body.form !== 'json', described(answer));
    },
  },
  {
    id: 'wrong-method',
    expected: '405 or 404',
    async check({ workflow }) {
      const answer = await workflow('updateparams');
      return verdict([404, 405].includes(answer.status), described(answer));
    },
  },
  {
    id: 'root-project-api',
    expected: 'the Project API of the root folder is at /u/_api_/v1/',
    async check({ ask, server, accessToken }) {
      const base = `${server.url}/u/_api_/v1`;
      const create = await ask({ url: `${base}/create`, token: accessToken });
      const other = await ask({ url: `${base}/no-such-endpoint`, token: accessToken });
      const seen = `create: ${described(create)}; another: ${described(other)}`;
      if (create.status === 403) return verdict(true, seen);
      return described(create) === described(other) ? open(seen) : verdict(true, seen);
    },
  },
];
