/** What is deployed: dist/index.js holds the app and nothing of the sandbox, the tests or the tools. */
import { SourceMap, type SourceMapping } from 'node:module';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { slimSourceMap } from '../../scripts/slim-source-map.mjs';
import { ROOT } from './sources.ts';

/** The same settings as scripts/build.mjs, as far as they decide what goes in. */
const bundle = (minify: boolean) =>
  build({
    absWorkingDir: ROOT,
    entryPoints: ['index.ts'],
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['zapier-platform-core'],
    minify,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    write: false,
  });

async function bundledFiles(): Promise<string[]> {
  const { metafile } = await bundle(false);
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

test('the source map that is deployed knows the line of every place in the app’s own code', async () => {
  const { outputFiles } = await bundle(true);
  const json = outputFiles.find(({ path }) => path.endsWith('.map'))?.text ?? '';
  const code = outputFiles.find(({ path }) => path.endsWith('.js'))?.text ?? '';
  const [whole, slim] = [json, slimSourceMap(json)].map((each) => new SourceMap(JSON.parse(each)));
  const lineAt = (map: SourceMap | undefined, line: number, column: number) => {
    const { originalSource, originalLine }: Partial<SourceMapping> = Object(
      map?.findEntry(line, column),
    );
    return originalSource === undefined || originalSource.includes('node_modules/')
      ? 'not the app’s'
      : `${originalSource}:${originalLine}`;
  };
  const differences = code.split('\n').flatMap((text, line) =>
    [...text].flatMap((_, column) => {
      if (column % 11 !== 0) return [];
      const [expected, found] = [lineAt(whole, line, column), lineAt(slim, line, column)];
      return expected === found ? [] : [`${line}:${column} ${expected} ${found}`];
    }),
  );
  expect(code.length).toBeGreaterThan(100_000);
  expect(differences.slice(0, 3)).toEqual([]);
});
