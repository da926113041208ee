import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Checkout, makeCheckout } from './checkout.ts';
import { APP_ID, DEPLOY_KEY, type DeveloperApi, startDeveloperApi } from './developer-api.ts';
import { type Ended, run } from './run.ts';
import { zipNames } from './zip-names.ts';

/** Two builds of 8 s each, on a machine that may have more to do. */
const PATIENCE_MS = 240_000;
/** What lies in a developer's folder and is nobody else's affair. */
const PRIVATE = ['.env', '.sandbox/key.pem', 'screenshots/login.png'];

let zapier: DeveloperApi;
let checkout: Checkout;

beforeAll(async () => {
  zapier = await startDeveloperApi(env);
  checkout = makeCheckout('copy');
}, PATIENCE_MS);

afterAll(async () => {
  checkout?.remove();
  await zapier?.close();
}, PATIENCE_MS);

/** Links the folder to an app, as `zapier-platform link` does, and leaves traces of work in it. */
function use({ folder }: Checkout): void {
  const config = { id: APP_ID, key: `App${APP_ID}`, includeInBuild: [] };
  writeFileSync(path.join(folder, '.zapierapprc'), JSON.stringify(config));
  for (const name of PRIVATE) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), 'private');
  }
}

async function push(checkout: Checkout, command: string, args: string[]): Promise<Ended> {
  return run(command, args, {
    cwd: checkout.folder,
    env: { ZAPIER_BASE_ENDPOINT: zapier.origin, ZAPIER_DEPLOY_KEY: DEPLOY_KEY },
  });
}

describe('push', () => {
  test(
    'builds and uploads the app, and nothing but the app, whichever way it is called',
    async () => {
      use(checkout);
      for (const words of ['npm run push', 'npx zapier-platform push']) {
        const [command = '', ...args] = words.split(' ');
        const { code, stdout, stderr } = await push(checkout, command, args);
        if (code !== 0) throw new Error(stderr);
        expect(stdout).toContain('Push complete!');
      }
      expect(zapier.uploads).toHaveLength(2);
      for (const { zip_file, source_zip_file } of zapier.uploads) {
        const files = zipNames(zip_file);
        const own = files.filter((name) => !name.startsWith('node_modules/'));
        expect(own.sort()).toEqual([
          'definition.json',
          'dist/index.js',
          'package.json',
          'zapierwrapper.js',
        ]);
        expect(files).toContain('node_modules/zapier-platform-core/package.json');
        // The CLI takes every package.json along, and of a development tool it takes nothing else.
        const tools = files.filter((name) =>
          /^node_modules\/(jest|oidc-provider|playwright-core|tsx)\//.test(name),
        );
        expect(tools.filter((name) => !name.endsWith('/package.json'))).toEqual([]);
        const sources = zipNames(source_zip_file);
        expect(sources).toContain('index.ts');
        for (const name of PRIVATE) expect(sources).not.toContain(name);
      }
    },
    PATIENCE_MS,
  );

  test(
    'says what to do where the folder is linked to no app, and builds nothing in vain',
    async () => {
      const unlinked = makeCheckout('link');
      try {
        const { code, stderr } = await push(unlinked, 'npm', ['run', 'push']);
        expect(code).not.toBe(0);
        expect(stderr).toContain('zapier-platform register');
        expect(stderr).not.toContain('EMFILE');
        expect(stderr).not.toContain('_zapier-build');
      } finally {
        unlinked.remove();
      }
    },
    PATIENCE_MS,
  );
});
