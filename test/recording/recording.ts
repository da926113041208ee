/** A recorded conversation, as it lies in test/recordings: readable, and without a secret in it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Subject } from './subject.ts';

export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    /** Parsed where it is JSON; '' for none. */
    readonly body: unknown;
  };
  readonly answer: {
    readonly status: number;
    /** Those that say something about the body or what to do next; names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

export interface Recording {
  readonly recordedFrom: string;
  /** What the scenario was played with. */
  readonly subject: Subject;
  readonly exchanges: readonly Exchange[];
  /** What the scenario came to; a replay has to come to the same. */
  readonly result: unknown;
}

const folder = fileURLToPath(new URL('../recordings/', import.meta.url));

export function recordingNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));
}

export function recordingText(name: string): string {
  return readFileSync(`${folder}${name}.json`, 'utf8');
}

export function readRecording(name: string): Recording {
  return JSON.parse(recordingText(name));
}

export function writeRecording(name: string, recording: Recording): void {
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify(recording, null, 2)}\n`);
}
