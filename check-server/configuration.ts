import { type ProjectPath, parseProjectPath } from '../src/omniscope/paths.ts';
import { ServerUrl } from '../src/omniscope/server-url.ts';

/** Which server to check, and with whose permissions. */
export interface Configuration {
  readonly server: ServerUrl;
  readonly accessToken: string;
  readonly project: ProjectPath;
  readonly integrationId: string;
  /** The name of a report of the project. */
  readonly report?: string | undefined;
  /** A project whose parameters this user may not read through APIs. */
  readonly closedProject?: string | undefined;
  /** An access token of this server that has expired. */
  readonly expiredToken?: string | undefined;
  /** Whether parameters may be written (each with the value that it has) and an isolated copy be run. */
  readonly mayWrite: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

export const USAGE = `Set these in the environment:

  OMNISCOPE_SERVER_URL      the External URL of the server
  OMNISCOPE_ACCESS_TOKEN    an access token, as "npx omniscope-zapier invoke auth start" writes one to .env
  OMNISCOPE_PROJECT         a project that the token's user may run, such as Sales/Monthly Report.iox
  OMNISCOPE_INTEGRATION_ID  optional: as in Admin > Integrations; zapier unless given
  OMNISCOPE_REPORT          optional: the name of a report of the project; Report unless given
  OMNISCOPE_PROJECT_WITHOUT_PARAMETERS
                            optional: a project whose parameters this user may not read through APIs
  OMNISCOPE_EXPIRED_TOKEN   optional: an access token from before that has expired in the meantime
  CHECK_SERVER_WRITES       optional: yes, to check also what only a write can show. Parameters are set to
                            the values that they have, and an isolated copy of the project is run.`;

/** Reads the environment. @throws Error whose message says what is missing or wrong */
export function readConfiguration(environment: Environment): Configuration {
  const required = (name: string): string => {
    const value = environment[name]?.trim() ?? '';
    if (value === '') throw new Error(`${name} is missing.\n\n${USAGE}`);
    return value;
  };
  const optional = (name: string) => environment[name]?.trim() || undefined;
  const url = required('OMNISCOPE_SERVER_URL');
  const accessToken = required('OMNISCOPE_ACCESS_TOKEN');
  const projectText = required('OMNISCOPE_PROJECT');
  const server = parsed('OMNISCOPE_SERVER_URL', () =>
    ServerUrl.parse(url, environment.OMNISCOPE_SANDBOX_ORIGIN),
  );
  return {
    server,
    accessToken,
    project: parsed('OMNISCOPE_PROJECT', () => parseProjectPath(projectText, server)),
    integrationId: environment.OMNISCOPE_INTEGRATION_ID?.trim() || 'zapier',
    report: optional('OMNISCOPE_REPORT'),
    closedProject: optional('OMNISCOPE_PROJECT_WITHOUT_PARAMETERS'),
    expiredToken: optional('OMNISCOPE_EXPIRED_TOKEN'),
    mayWrite: /^(yes|true|1)$/i.test(environment.CHECK_SERVER_WRITES?.trim() ?? ''),
  };
}

function parsed<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new Error(`${name} cannot be used.\n\n${USAGE}`);
  }
}
