import type { Sandbox } from '../../../sandbox/start.ts';

export const JSON_TYPE = { 'content-type': 'application/json' };

interface Response {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The dashboard as its page in a browser uses it. */
export interface Dashboard {
  get(name: string): Promise<Response>;
  /** Sends a command. */
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** A part of what the page shows. */
  shown(part: string): Promise<unknown>;
}

export function openDashboard({ dashboardUrl }: Sandbox): Dashboard {
  async function request(name: string, options: RequestInit = {}): Promise<Response> {
    const response = await fetch(`${dashboardUrl}${name}`, options);
    const { status, headers } = response;
    return { status, headers, text: await response.text() };
  }

  return {
    get: request,
    post: (body, headers = JSON_TYPE) =>
      request('commands', {
        method: 'POST',
        headers,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async shown(part) {
      const state: unknown = JSON.parse((await request('state')).text);
      return new Map(Object.entries(Object(state))).get(part);
    },
  };
}

/** Tries again until nothing is thrown, or the test's own time is over. */
export async function until(check: () => Promise<void>): Promise<void> {
  for (;;) {
    const failure = await check().then(
      () => null,
      (error: unknown) => ({ error }),
    );
    if (failure === null) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
