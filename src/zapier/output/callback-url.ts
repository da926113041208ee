/**
 * A callback URL is a secret: anyone who has it can resume the run. Zapier does not hand it to a resumed step,
 * so there it is read from the parameter that holds it, and taken out of what the server says.
 */
import type { Api } from '../../omniscope/api.ts';
import { createSanitizer } from '../../omniscope/http/sanitize-message.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import type { PollResult } from '../../omniscope/jobs/poll-result.ts';
import { findParameters, type Parameter } from '../../omniscope/parameters.ts';
import { fetchRunParameters } from './run-parameters.ts';

/** The parameters as they may be shown: the callback URL stands in none of their values. */
export function withoutCallbackUrl(
  parameters: readonly Parameter[],
  name: string | null,
): readonly Parameter[] {
  const urls = callbackUrls(parameters, name);
  if (urls.length === 0) return parameters;
  const { text } = createSanitizer(urls);
  return parameters.map((parameter) =>
    typeof parameter.value === 'string'
      ? { ...parameter, value: text(parameter.value) }
      : parameter,
  );
}

/**
 * A job's status as it may be shown. Costs a request only where its error message holds a URL; where that
 * request fails, no URL of the message is shown.
 */
export async function hideCallbackUrl(
  api: Api,
  job: Job,
  name: string | null,
  result: PollResult,
): Promise<PollResult> {
  if (result.kind !== 'status' || !result.status.error?.message) return result;
  const { status } = result;
  const { message, type } = result.status.error;
  if (!URL_IN_TEXT.test(message)) return result;
  const parameters = await fetchRunParameters(api, job);
  const shown =
    parameters === null
      ? message.replaceAll(new RegExp(URL_IN_TEXT, 'gi'), '…')
      : createSanitizer(callbackUrls(parameters, name)).text(message);
  return { ...result, status: { ...status, error: { type, message: shown } } };
}

/** A URL as it is, or as it stands in the query of another. */
const URL_IN_TEXT = /https?(?::|%3A)(?:\/|%2F){2}[^\s"'<>]+/i;

/** Several URLs may share a parameter, one a line. */
function callbackUrls(parameters: readonly Parameter[], name: string | null): string[] {
  if (name === null) return [];
  return findParameters(parameters, name).flatMap(({ value }) =>
    String(value ?? '')
      .split(/\s+/)
      .filter((line) => /^https?:\/\//.test(line)),
  );
}
