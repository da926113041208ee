/** What is deployed: dist/index.js holds the app and nothing of the sandbox, the tests or the tools. */
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { ROOT } from './sources.ts';

async function bundledFiles(): Promise<string[]> {
  // The same settings as scripts/build.mjs, as far as they decide what goes in.
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['index.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['zapier-platform-core'],
    metafile: true,
    write: false,
  });
  return Object.keys(metafile.inputs);
}

test('the bundle holds the app, its version, zod and d3-dsv', async () => {
  const foreign = (await bundledFiles()).filter(
    (file) =>
      !/^(index\.ts|package\.json|(src|creates|searches|triggers)\/.+\.ts|node_modules\/(zod|d3-dsv)\/.+)$/.test(
        file,
      ),
  );
  expect(foreign).toEqual([]);
});
