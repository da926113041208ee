import { FILE_ORIGIN, SERVER_ORIGIN, STAND_INS } from '../../test/recording/stand-ins.ts';
import { SAMPLE_SUBJECT, type Subject } from '../../test/recording/subject.ts';
import type { Source } from './source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A real server, by the environment: OMNISCOPE_SERVER_URL, OMNISCOPE_ACCESS_TOKEN, and
 * OMNISCOPE_RECORD_SUBJECT, a JSON object with the members of `Subject` to use in place of the
 * sandbox's. A project is only created with a `template` in it, a file only uploaded from the https
 * link in OMNISCOPE_RECORD_FILE. Access tokens that expire meanwhile end the recording.
 */
export function realSource(environment: Environment): Source {
  const { OMNISCOPE_SERVER_URL = '', OMNISCOPE_ACCESS_TOKEN = '' } = environment;
  if (OMNISCOPE_ACCESS_TOKEN === '') throw new Error('OMNISCOPE_ACCESS_TOKEN is missing.');
  const given: Partial<Subject> = JSON.parse(environment.OMNISCOPE_RECORD_SUBJECT || '{}');
  if (given.project === undefined || given.parameter === undefined || given.values === undefined) {
    throw new Error('OMNISCOPE_RECORD_SUBJECT needs project, parameter and values.');
  }
  const subject = { ...SAMPLE_SUBJECT, ...given };
  const fileUrl = environment.OMNISCOPE_RECORD_FILE ?? '';
  const { origin, host } = new URL(OMNISCOPE_SERVER_URL);
  const fileOrigin = fileUrl === '' ? '' : new URL(fileUrl).origin;

  return {
    recordedFrom: 'a server',
    subject,
    connection: {
      server_url: OMNISCOPE_SERVER_URL,
      integration_id: environment.OMNISCOPE_INTEGRATION_ID || 'zapier',
      access_token: OMNISCOPE_ACCESS_TOKEN,
      refresh_token: '',
    },
    code: '',
    redirectUri: '',
    fileUrl,
    origins: [origin, fileOrigin].filter(Boolean),
    environment: () => environment,
    lacks: (scenario) =>
      (scenario === 'create_project' && given.template === undefined) ||
      (scenario === 'execute_lambda_with_file' && fileUrl === ''),
    replacements: () => [
      [origin, SERVER_ORIGIN],
      [host, new URL(SERVER_ORIGIN).host],
      [fileUrl, `${FILE_ORIGIN}/files/0`],
      [fileOrigin, FILE_ORIGIN],
      [OMNISCOPE_ACCESS_TOKEN, STAND_INS.accessToken],
    ],
    close: async () => {},
  };
}
