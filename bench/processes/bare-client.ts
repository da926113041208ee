/** The requests of one isolated run by node:https alone. */
import { request } from 'node:https';
import * as z from 'zod/mini';

const startedSchema = z.object({ jobId: z.string(), lambdaProjectPath: z.string() });

export async function bareRun(origin: string, project: string, token: string): Promise<string> {
  const started = await send(
    'POST',
    `${origin}/u/${project}/w/lambdaexecute`,
    token,
    JSON.stringify({ deleteExecutionOnFinish: false }),
  );
  const { jobId, lambdaProjectPath } = startedSchema.parse(JSON.parse(started));
  const path = lambdaProjectPath.split('/').map(encodeURIComponent).join('/');
  await send('GET', `${origin}/u/${path}/w/status/${jobId}`, token);
  return jobId;
}

function send(method: string, url: string, token: string, body?: string): Promise<string> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
