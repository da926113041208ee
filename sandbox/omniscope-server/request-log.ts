/** The requests and the statuses of their responses, in order; it never holds a secret. */

export interface RequestRecord {
  /** When the request arrived, in milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** As on the wire, without the query. */
  readonly path: string;
  readonly status: number;
  readonly user: string | null;
  /** The first characters of the access token. */
  readonly token: string | null;
}

/** Fact (security considerations of the article): at most a few first characters in any log. */
const SHOWN_TOKEN_CHARACTERS = 6;
/** Enough for any test; a sandbox that runs for weeks stays small. */
const KEPT = 50_000;

export class RequestLog {
  #records: RequestRecord[] = [];

  get records(): readonly RequestRecord[] {
    return this.#records;
  }

  add(record: RequestRecord): void {
    this.#records.push(record);
    if (this.#records.length >= 2 * KEPT) this.#records = this.#records.slice(-KEPT);
  }
}

export function tokenStart(token: string | undefined): string | null {
  return token?.slice(0, SHOWN_TOKEN_CHARACTERS) ?? null;
}
