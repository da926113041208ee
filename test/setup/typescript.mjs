/** jest's transformer: esbuild strips the types, which takes milliseconds; `tsc` checks them apart. */
import { transformSync } from 'esbuild';

export default {
  process(source, path) {
    // node20.19, not node20: the plain form would drop `with { type: 'json' }` from imports.
    const { code, map } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20.19',
      sourcemap: true,
      sourcefile: path,
    });
    return { code, map };
  },
};
