import type { SpawnSyncOptions } from 'node:child_process';

/** The npm package that holds Node 22 for a machine, with its version. */
export function nodePackage(platform: string, arch: string): string;
/** The path of a Node that the CLI accepts: this one, or one that npm fetches into its own cache. */
export function acceptedNode(): string;
/** Runs a program to its end and gives its exit code. */
export function run(program: string, args: readonly string[], options?: SpawnSyncOptions): number;
/** Runs the CLI to its end, in the folder `options.cwd`, and gives its exit code. */
export function runCli(args: readonly string[], options?: SpawnSyncOptions): number;
