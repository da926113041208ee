/**
 * `{origin}/sandbox/`: a page that says how to connect, shows what the server is asked and does, and
 * makes things go wrong. It is served beside the APIs and is not subject to faults, and no access
 * token is needed. Of secrets it shows what a person has to type in: the integration's
 * client secret and the people's passwords, which open nothing but this sandbox.
 */
import { BodyTooLargeError, readBody } from '../http/body.ts';
import { type Outcome, type Reply, type Request, replied } from '../http/message.ts';
import { json, text } from '../http/replies.ts';
import { runCommand } from './commands.ts';
import { type Shown, takeSnapshot } from './snapshot.ts';
import { staticFile } from './static-files.ts';

export const DASHBOARD_PATH = '/sandbox/';

/** A command is a few hundred bytes. */
const COMMAND_LIMIT_BYTES = 16_384;
const NO_STORE = { 'cache-control': 'no-store' };

/** @returns undefined for an address that is not the dashboard's. */
export function serveDashboard(shown: Shown): (request: Request) => Promise<Outcome> | undefined {
  return (request) => {
    const [path = ''] = request.url.split('?');
    // The server's bare address is what a person opens first.
    const isDoor = path === '/' || path === DASHBOARD_PATH.slice(0, -1);
    if (isDoor)
      return Promise.resolve(
        replied(text(302, 'The dashboard', { location: DASHBOARD_PATH, ...NO_STORE })),
      );
    if (!path.startsWith(DASHBOARD_PATH)) return undefined;
    return answer(shown, request, path.slice(DASHBOARD_PATH.length)).then(replied);
  };
}

async function answer(shown: Shown, request: Request, name: string): Promise<Reply> {
  if (name === 'commands') return takeCommand(shown, request);
  if (request.method !== 'GET') return text(405, 'GET only', { allow: 'GET' });
  if (name === 'guide') return json(200, shown.guide, NO_STORE);
  if (name === 'state') return json(200, takeSnapshot(shown), NO_STORE);
  return (await staticFile(name)) ?? text(404, 'The dashboard has no such page.');
}

async function takeCommand(shown: Shown, request: Request): Promise<Reply> {
  const { method, headers } = request;
  if (method !== 'POST') return text(405, 'POST only', { allow: 'POST' });
  // Another site could send a form here from the person's browser, but no JSON without being asked.
  if (!headers['content-type']?.startsWith('application/json')) return text(415, 'JSON only');
  if (headers.origin !== undefined && headers.origin !== `https://${headers.host}`) {
    return text(403, 'Commands come from the dashboard itself.');
  }
  const result = runCommand(shown, await parse(request));
  if (result === undefined) return text(400, 'There is no such command.');
  return json(200, result, NO_STORE);
}

/** @returns undefined for what is no JSON, or too much to be a command. */
async function parse(request: Request): Promise<unknown> {
  try {
    return JSON.parse((await readBody(request.body, COMMAND_LIMIT_BYTES)).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BodyTooLargeError) return undefined;
    throw error;
  }
}
