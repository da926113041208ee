import type { ParameterUpdate } from '../src/omniscope/parameters.ts';
import type { Answer, Question } from './ask.ts';
import type { Configuration } from './configuration.ts';

/**
 * What a check has shown: `holds`, `differs`, or `open` where it could not be told this
 * time. `seen` is what was answered, in a few words and without secrets.
 */
export interface Finding {
  readonly verdict: 'holds' | 'differs' | 'open';
  readonly seen: string;
}

/** A parameter as the server gives it; `value` may be absent. */
export interface RawParameter {
  readonly name: string;
  readonly type: string;
  readonly value?: unknown;
}

/** What the checks have to look with. */
export interface Look extends Configuration {
  /** Asks the server. `path` is an endpoint of the project's Workflow API. */
  workflow(path: string, question?: Partial<Question>): Promise<Answer>;
  ask(question: Question): Promise<Answer>;
  /** The project's parameters; empty where they cannot be read. */
  readonly parameters: readonly RawParameter[];
  sleep(ms: number): Promise<void>;
  /** Saves what the server said, for people to read. @returns the file */
  save(name: string, text: string): Promise<string>;
}

/** Something that is inferred or unknown of the server's API, and how to find out. */
export interface Fact {
  /** The same as in docs/server-facts.md, where its source stands. */
  readonly id: string;
  /** What the app expects. */
  readonly expected: string;
  check(look: Look): Promise<Finding>;
}

export function verdict(holds: boolean, seen: string): Finding {
  return { verdict: holds ? 'holds' : 'differs', seen };
}

export function open(seen: string): Finding {
  return { verdict: 'open', seen };
}

/** An update that changes nothing: a parameter's own value. Null where the parameter has no value. */
export function sameValue({ name, value }: RawParameter): ParameterUpdate | null {
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? { name, value } : null;
}
