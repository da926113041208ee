import { parseBody, type ResponseBody } from '../src/omniscope/http/response-body.ts';

export interface Question {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  /** Absent: without any. */
  readonly token?: string;
  /** An object goes as JSON, URLSearchParams as a form. */
  readonly body?: object | URLSearchParams;
}

/** An answer, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly location: string | null;
  /** The header WWW-Authenticate. */
  readonly challenge: string | null;
  readonly body: ResponseBody;
}

/** A server that does not answer within this time is not going to. */
const TIMEOUT_MS = 15_000;

/** Sends one request, follows no redirect. @throws whatever fetch throws when no answer comes */
export async function ask({ url, method = 'GET', token, body }: Question): Promise<Answer> {
  const isForm = body instanceof URLSearchParams;
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const { status, headers } = response;
  const header = (name: string) => headers.get(name);
  return {
    status,
    location: header('location'),
    challenge: header('www-authenticate'),
    body: parseBody({ status, header, text }),
  };
}

/** An answer in a few words; nothing of its body but the form and the error's type. */
export function described({ status, body, location }: Answer): string {
  const type = body.failure === null ? '' : `, errorType ${body.failure.type}`;
  return `${status}, ${location === null ? body.form : 'a redirect'}${type}`;
}

/** What a foreign server's JSON holds, by name; nothing of it is known. */
export function membersOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}
