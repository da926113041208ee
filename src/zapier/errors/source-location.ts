import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const FRAME = /[(\s](file:\/\/\S+?|\/\S+?):(\d+):(\d+)\)?$/;

/**
 * Where in the sources an error arose, from the first line of its stack that has a place:
 * `src/omniscope/api.ts:42`. The app runs as one bundled file; its source map is beside it and is
 * read only here, since a process that kept it in mind would pay for it at every cold start.
 */
export function sourceLocation(stack: string | undefined): string {
  const frame = (stack ?? '').split('\n').find((line) => line.trimStart().startsWith('at '));
  const [, file = '', line = '', column = ''] = FRAME.exec(frame ?? '') ?? [];
  if (file === '') return frame?.trim().replace(/^at /, '') ?? 'an unknown place';
  return originalLocation(file, Number(line), Number(column)) ?? `${file}:${line}:${column}`;
}

/** Null where there is no map, as there is none in tests. */
function originalLocation(file: string, line: number, column: number): string | null {
  try {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')));
    // A source map counts from 0, a stack from 1.
    const entry = map.findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return null;
    const { originalSource, originalLine } = entry;
    return `${originalSource.replace(/^(\.\.\/)+/, '')}:${originalLine + 1}`;
  } catch {
    return null;
  }
}
