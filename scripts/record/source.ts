import type { Replacements } from '../../test/recording/scrub.ts';
import type { Subject } from '../../test/recording/subject.ts';

/** A server to record from, and what of it must not be kept. */
export interface Source {
  readonly recordedFrom: string;
  readonly subject: Subject;
  /** The connection as Zapier would have stored it. */
  readonly connection: Readonly<Record<string, string>>;
  readonly code: string;
  readonly redirectUri: string;
  readonly fileUrl: string;
  /** What is said to these is recorded. */
  readonly origins: readonly string[];
  environment(): Readonly<Record<string, string | undefined>>;
  /** Whether the scenario cannot be played here for want of something. */
  lacks(scenario: string): boolean;
  /** What to put in place of what; `kept` may hold tokens that came up only now. */
  replacements(kept: unknown): Replacements;
  close(): Promise<void>;
}

/** The tokens in an answer of the token endpoint, wherever it is in a recording. */
export function tokensIn(kept: unknown, name: 'access_token' | 'refresh_token'): string[] {
  const pattern = new RegExp(`"${name}":"([^"]+)"`, 'g');
  return [...JSON.stringify(kept).matchAll(pattern)].map(([, token = '']) => token);
}
