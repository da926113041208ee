import type { Job } from '../../omniscope/jobs/job.ts';
import { parseProjectPath } from '../../omniscope/project-path.ts';
import type { ServerAddress } from '../../omniscope/server-address.ts';
import { instant, otherPath, requiredText } from '../fields/inputs.ts';
import { isBlank } from '../fields/plain-values.ts';

/** The job that a step speaks of. @throws Problem project-refused, input-refused */
export function parseJob(inputData: Readonly<Record<string, unknown>>, server: ServerAddress): Job {
  const { lambda_project_path } = inputData;
  return {
    project: parseProjectPath(inputData.project, server),
    id: requiredText(inputData.job_id, 'Job ID', 200),
    lambdaProject: isBlank(lambda_project_path)
      ? null
      : otherPath('Path of the Isolated Copy', 'the Lambda Project Path of the step before', () =>
          parseProjectPath(lambda_project_path, server),
        ),
    startedAt: instant(inputData.started_at, 'Started At'),
  };
}
