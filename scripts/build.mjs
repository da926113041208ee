/**
 * Writes dist/index.js: the app as one ES module.
 *
 * One bundled file, because Lambda loads each file of an app on every cold start: zod bundled and
 * tree-shaken costs 2–5 ms of it, unbundled 50–60 ms. zapier-platform-core stays outside, since
 * Zapier's wrapper imports the very same copy. The source map keeps stack traces pointing at sources.
 */
import './preconditions.mjs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { slimSourceMap } from './slim-source-map.mjs';

/**
 * Node's own modules, of which only the properties that the app uses are read. A plain import would read
 * every property that they have, and so load what the app never needs (`fs.promises`, Web Crypto): four
 * milliseconds of each cold start.
 */
const builtins = {
  name: 'builtins',
  setup(builder) {
    builder.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }));
    builder.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const builtin = `process.getBuiltinModule(${JSON.stringify(path)})`;
      // esbuild leaves out an unused export only where reading it is said to have no effect.
      const names = Object.keys(process.getBuiltinModule(path)).filter(
        (name) => name !== 'default',
      );
      const lines = names.map(
        (name) => `export const ${name} = /* @__PURE__ */ (() => ${builtin}.${name})();`,
      );
      return { contents: [...lines, `export default ${builtin};`].join('\n') };
    });
  },
};

/** Of package.json the app needs the version alone. */
const version = {
  name: 'version',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

const root = fileURLToPath(new URL('..', import.meta.url));
// Loaded late, so that preconditions.mjs can say that nothing is installed.
const { build } = await import('esbuild');
const built = build({
  absWorkingDir: root,
  entryPoints: ['index.ts'],
  outfile: 'dist/index.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: ['zapier-platform-core'],
  plugins: [builtins, version],
  // Ten milliseconds of each cold start are the reading of names and blanks.
  minify: true,
  sourcemap: true,
  // The map goes along with the app, to say where an error arose; the sources do not.
  sourcesContent: false,
  logLevel: 'warning',
});
// esbuild has printed what is wrong; its stack tells a developer nothing more.
await built.catch(() => process.exit(1));
const map = `${root}dist/index.js.map`;
await writeFile(map, slimSourceMap(await readFile(map, 'utf8')));
