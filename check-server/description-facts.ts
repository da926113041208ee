import { workflowApiUrl } from '../src/omniscope/urls.ts';
import { type Answer, described } from './ask.ts';
import { type Fact, type Look, open, verdict } from './fact.ts';

/** The name of a report that a project made by hand has, as a rule. */
const USUAL_REPORT = 'Report';

/** What the server tells of its own APIs, and which of them the token opens. */
export const descriptionFacts: readonly Fact[] = [
  {
    id: 'api-description',
    expected: 'the server describes its APIs at /_global_/api/ (not used by the app)',
    async check({ ask, server, accessToken, save }) {
      const url = `${server.url}/_global_/api/`;
      const answers = [await ask({ url }), await ask({ url, token: accessToken })];
      const found = answers.find(({ status, body }) => status === 200 && body.form !== 'empty');
      const seen = `without a token: ${answers.map(described).join('; with it: ')}`;
      if (found === undefined) return open(seen);
      return verdict(true, `${seen}; saved as ${await save('api-description', found.body.text)}`);
    },
  },
  {
    id: 'query-api-schema',
    expected: "unknown whether the token opens a report's Query API (not used by the app)",
    async check(look) {
      const report = look.report ?? USUAL_REPORT;
      const path = `r/${encodeURIComponent(report)}/input/0/api/v1/schema`;
      const withPrefix = workflowApiUrl(look.server, look.project, '').replace(/w\/$/, path);
      const answers = [
        await askWithToken(look, withPrefix),
        await askWithToken(
          look,
          withPrefix.replace(`${look.server.url}/u/`, `${look.server.url}/`),
        ),
      ];
      const seen = `report "${report}", below /u/: ${answers.map(described).join('; without: ')}`;
      return open(seen);
    },
  },
];

function askWithToken({ ask, accessToken }: Look, url: string): Promise<Answer> {
  return ask({ url, token: accessToken });
}
