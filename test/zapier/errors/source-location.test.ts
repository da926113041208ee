import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { sourceLocation } from '../../../src/zapier/errors/source-location.ts';

const SOURCE = `interface Unused { length: number }

export function answer(): number {
  throw new Error('line four');
}
`;

let folder: string;
/** Where the bundle throws, counted from 1. */
let place: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'source-place-'));
  await writeFile(join(folder, 'answer.ts'), SOURCE);
  const outfile = join(folder, 'dist', 'index.js');
  await build({
    entryPoints: [join(folder, 'answer.ts')],
    absWorkingDir: folder,
    outfile,
    bundle: true,
    format: 'esm',
    sourcemap: true,
  });
  const lines = (await readFile(outfile, 'utf8')).split('\n');
  const line = lines.findIndex((text) => text.includes('throw'));
  const column = lines[line]?.indexOf('new Error') ?? -1;
  place = `${pathToFileURL(outfile).href}:${line + 1}:${column + 1}`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the place of an error', () => {
  test('is where its source says, by the map beside the bundle', () => {
    expect(sourceLocation(`Error\n    at answer (${place})\n    at elsewhere:1:1`)).toBe(
      'answer.ts:4',
    );
    expect(sourceLocation(`Error\n    at ${place}`)).toBe('answer.ts:4');
  });

  test('is where the stack says when there is no map', () => {
    expect(sourceLocation('Error\n    at f (/nowhere/index.js:3:7)')).toBe('/nowhere/index.js:3:7');
    expect(sourceLocation('Error\n    at node:internal/process:1:1')).toBe(
      'node:internal/process:1:1',
    );
    expect(sourceLocation(undefined)).toBe('an unknown place');
  });
});
