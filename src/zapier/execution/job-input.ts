import type { Job } from '../../omniscope/jobs/job.ts';
import { parseProjectPath } from '../../omniscope/paths.ts';
import type { ServerUrl } from '../../omniscope/server-url.ts';
import { parseInstant, parseRequiredText, relabelPathError } from '../fields/parse-inputs.ts';
import { isBlank } from '../fields/plain-values.ts';

/** The job that a step speaks of. @throws OmniscopeError invalid-project, invalid-input */
export function parseJob(inputData: Readonly<Record<string, unknown>>, server: ServerUrl): Job {
  const { lambda_project_path } = inputData;
  return {
    project: parseProjectPath(inputData.project, server),
    id: parseRequiredText(inputData.job_id, 'Job ID', 200),
    lambdaProject: isBlank(lambda_project_path)
      ? null
      : relabelPathError(
          'Path of the Isolated Copy',
          'the Lambda Project Path of the step before',
          () => parseProjectPath(lambda_project_path, server),
        ),
    startedAt: parseInstant(inputData.started_at, 'Started At'),
  };
}
