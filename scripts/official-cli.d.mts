import type { SpawnSyncOptions } from 'node:child_process';

/** Runs a program to its end and gives its exit code. */
export function run(program: string, args: readonly string[], options?: SpawnSyncOptions): number;
/** Runs the CLI to its end, in the folder `options.cwd`, and gives its exit code. */
export function runCli(args: readonly string[], options?: SpawnSyncOptions): number;
