/**
 * Every choice that the sandbox makes where the real server's behaviour is not certain, in this one
 * place. Each is marked as in the project's list of Documented: (inferred), (sources disagree) or
 * (unknown). A test that needs the other choice passes it to `createOmniscope`; nothing outside this
 * file may decide such a question on its own.
 */

/** Error types of the Workflow API. The first two are documented, the names of the others unknown. */
export type ErrorType =
  | 'WORKFLOW_ALREADY_RUNNING'
  | 'JOB_NOT_FOUND'
  | 'BLOCK_NOT_FOUND'
  | 'PARAMETER_NOT_FOUND'
  | 'INVALID_PARAMETER_VALUE';

export interface Assumptions {
  /**
   * (sources disagree) Visokio's Integrations article, the newest source, writes `/u/` before the
   * folder; all older ones leave it out. `optional` accepts both forms.
   */
  readonly uPrefix: 'required' | 'optional';

  /**
   * (sources disagree) The article reads a job's state at `status/{jobId}`, all of Visokio's shipped
   * code at `job/{jobId}/state`. One server may know either or both.
   */
  readonly stateEndpoint: 'status' | 'job-state' | 'both';

  /** (unknown) How a server without the asked form of the state endpoint answers. */
  readonly missingStateEndpoint: 404 | 405 | 'page';

  /**
   * (inferred) `status` carries errorType and errorMessage of a failed job, as `job/…/state` does:
   * the article shows a running job only.
   */
  readonly statusNamesErrors: boolean;

  /**
   * Documented: 401 for an expired access token. Gateways and frameworks that check tokens themselves
   * say it with 403, in text or in WWW-Authenticate (RFC 6750 §3.1 asks for 401).
   */
  readonly rejectedToken: '401' | '403-text' | '403-challenge';

  /** (unknown) The unit of `executionTime`; 12.5 in the article reads like seconds. */
  readonly executionTimeUnit: 'seconds' | 'milliseconds';

  /**
   * (sources disagree) The article polls a lambda execution at the lambda project's path and, on
   * 404, at the original's; shipped code since 2024 polls the original's only.
   */
  readonly lambdaPolling: 'both' | 'lambda-path' | 'original-path';

  /** (unknown) Whether a lambda project goes when its request does not say: `false` keeps it. */
  readonly deleteExecutionOnFinish: boolean;

  /** (unknown) How long after its end a lambda project that is to be deleted still answers. */
  readonly lambdaTeardownMs: number;

  /**
   * (inferred) How long after its end the original project still knows a lambda job whose project
   * was deleted; then it answers JOB_NOT_FOUND, and the outcome is lost to a late poll.
   */
  readonly forgetFinishedLambdaAfterMs: number;

  /**
   * The HTTP status of an answer that carries an errorType. Documented: 200 or another one. 200 is
   * the harder case for a client, which must not take it for a success; a busy project is known to
   * answer 200. The others are (unknown).
   */
  readonly errorStatus: Readonly<Record<ErrorType, number>>;

  /**
   * (inferred) The API's own answer for a project that does not exist is 404 with text, while a path
   * that is no API endpoint at all gets the web server's HTML page. `page`: HTML for both.
   */
  readonly unknownProject: 'text' | 'page';

  /** (unknown) The answer to a wrong method on an existing endpoint. */
  readonly wrongMethod: 405 | 404;

  /** Documented: values may all be strings, which the server coerces. `false`: native values only. */
  readonly coerceStrings: boolean;

  /** (unknown) Whether null clears a parameter. */
  readonly nullValue: 'clears' | 'refused';

  /** (inferred) A parameter without a value has `"value": null`, or no `value` at all. */
  readonly emptyValue: 'null' | 'absent';

  /**
   * (unknown) What `waitForIdle` of `execute` means. By its name: with a busy project, the job waits
   * its turn instead of being refused. `ignored`: it changes nothing.
   */
  readonly waitForIdle: 'queues' | 'ignored';

  /**
   * (unknown) A file part that no parameter names. Refused, because a client that sends one has
   * mixed its keys up and the file would be lost without a word.
   */
  readonly unclaimedFilePart: 'refused' | 'ignored';

  /**
   * (inferred) `;` in a path segment begins a path parameter and is cut off, as Java web servers do;
   * a name that holds one has to be sent with `%3B`. `literal`: it is an ordinary character.
   */
  readonly semicolonInPath: 'path-parameter' | 'literal';

  /** (unknown) The longest JSON body. Far more than any documented request. */
  readonly jsonLimitBytes: number;

  /** (unknown) Which 2xx a created project is answered with. */
  readonly createdStatus: 200 | 201;

  /** (unknown) The statuses of `create`'s failures; known is only that they are not 2xx. */
  readonly createErrorStatus: {
    readonly duplicateName: number;
    readonly unknownTemplate: number;
    readonly unknownFolder: number;
    readonly badName: number;
    readonly badParameter: number;
  };
}

export const DEFAULT_ASSUMPTIONS: Assumptions = {
  uPrefix: 'required',
  stateEndpoint: 'both',
  missingStateEndpoint: 404,
  statusNamesErrors: true,
  rejectedToken: '401',
  executionTimeUnit: 'seconds',
  lambdaPolling: 'both',
  deleteExecutionOnFinish: false,
  lambdaTeardownMs: 0,
  forgetFinishedLambdaAfterMs: 60_000,
  errorStatus: {
    WORKFLOW_ALREADY_RUNNING: 200,
    JOB_NOT_FOUND: 200,
    BLOCK_NOT_FOUND: 200,
    PARAMETER_NOT_FOUND: 200,
    INVALID_PARAMETER_VALUE: 200,
  },
  unknownProject: 'text',
  wrongMethod: 405,
  coerceStrings: true,
  nullValue: 'clears',
  emptyValue: 'null',
  waitForIdle: 'queues',
  unclaimedFilePart: 'refused',
  semicolonInPath: 'path-parameter',
  jsonLimitBytes: 10 * 1024 * 1024,
  createdStatus: 200,
  createErrorStatus: {
    duplicateName: 409,
    unknownTemplate: 404,
    unknownFolder: 404,
    badName: 400,
    badParameter: 400,
  },
};
