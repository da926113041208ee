/** As much of Zapier's developer API as `push` asks for, on loopback; it keeps what is uploaded. */
import { loadCertificate } from '../../sandbox/certificate.ts';
import { readBody } from '../../sandbox/http/body.ts';
import { type Request, replied } from '../../sandbox/http/message.ts';
import { json } from '../../sandbox/http/replies.ts';
import { startHttpsServer } from '../../sandbox/http/server.ts';

export const APP_ID = 123456;
export const DEPLOY_KEY = 'test-deploy-key';

export interface DeveloperApi {
  readonly origin: string;
  /** Method and path of each request, in order. */
  readonly asked: readonly string[];
  readonly uploads: readonly Readonly<Record<'zip_file' | 'source_zip_file', Buffer>>[];
  close(): Promise<void>;
}

/** What `register` asks for; without all of it, `push` refuses to begin. */
const REGISTERED = {
  id: APP_ID,
  title: 'Omniscope',
  description: 'Runs workflows on an Omniscope server.',
  app_category: 'analytics',
  intention: 'private',
  role: 'contractor',
  status: 'private',
};

/** Far more than both archives in Base64. */
const UPLOAD_LIMIT_BYTES = 64 * 1024 * 1024;

export async function startDeveloperApi(environment: NodeJS.ProcessEnv): Promise<DeveloperApi> {
  const asked: string[] = [];
  const uploads: Readonly<Record<'zip_file' | 'source_zip_file', Buffer>>[] = [];

  async function answer(request: Request) {
    const { method, url, headers } = request;
    asked.push(`${method} ${url}`);
    if (headers['x-deploy-key'] !== DEPLOY_KEY) return json(401, { errors: ['Not logged in'] });
    const path = url.replace(/^\/api\/platform\/cli/, '');
    if (path === `/apps/${APP_ID}`) {
      return json(200, REGISTERED);
    }
    if (path === '/check')
      return json(200, { errors: { total_failures: 0 }, warnings: { total_failures: 0 } });
    if (method !== 'PUT') return json(404, { errors: ['Unknown address'] });
    const body = JSON.parse((await readBody(request.body, UPLOAD_LIMIT_BYTES)).toString('utf8'));
    const file = (name: string) => Buffer.from(String(body[name]), 'base64');
    uploads.push({ zip_file: file('zip_file'), source_zip_file: file('source_zip_file') });
    return json(200, {});
  }

  const server = await startHttpsServer({
    ...(await loadCertificate(environment)),
    handler: async (request) => replied(await answer(request)),
  });
  return { origin: server.origin, asked, uploads, close: server.close };
}
