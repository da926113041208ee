/** The JSON bodies that the APIs take. Unknown keys are ignored, wrong types are not. */
import { z } from 'zod';
import { BodyTooLargeError, readBody } from '../http/body.ts';
import type { Request } from '../http/message.ts';
import type { ParameterValue } from './fixture.ts';
import { httpError } from './http-error.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const update = z.object({ name: z.string(), value });
const blocks = z.array(z.string()).default([]);

/** Documented: every key of `execute` is optional. */
export const executeBody = z.object({
  blocks,
  refreshFromSource: z.boolean().default(false),
  cancelExisting: z.boolean().default(false),
  waitForIdle: z.boolean().default(false),
  params: z
    .object({ updates: z.array(update).default([]), waitForIdle: z.boolean().optional() })
    .default({ updates: [] }),
});

export const lambdaBody = z.object({
  blocks,
  params: z.object({ updates: z.array(update).default([]) }).default({ updates: [] }),
  deleteExecutionOnFinish: z.boolean().optional(),
});

/** Documented: a file parameter names its multipart part in place of a value. */
const fileUpdate = z.object({
  name: z.string(),
  formDataKey: z.string().min(1),
  value: z.undefined().optional(),
});
const valueUpdate = update.extend({ formDataKey: z.undefined().optional() });
export const uploadBody = lambdaBody.extend({
  params: z
    .object({ updates: z.array(z.union([valueUpdate, fileUpdate])).default([]) })
    .default({ updates: [] }),
});

export const updateParametersBody = z.object({
  updates: z.array(update),
  waitForIdle: z.boolean().optional(),
});

/** Not z.record: that leaves a parameter named `__proto__` out without a word. */
const valueMap = z.custom<Readonly<Record<string, ParameterValue>>>(
  (map) =>
    typeof map === 'object' &&
    map !== null &&
    !Array.isArray(map) &&
    Object.values(map).every((each) => value.safeParse(each).success),
  'a map of names to values is required',
);

/** Documented: here, parameters are a map. */
export const createBody = z.object({
  name: z.string(),
  templateId: z.string(),
  parameters: valueMap.default({}),
});

const JSON_TYPE = /^application\/json *(?:; *charset="?utf-8"? *)?$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body of a JSON endpoint: 415 without its content type, 400 when it is not what it should be. */
export async function readJson<T>(
  request: Request,
  schema: z.ZodType<T>,
  limitBytes: number,
): Promise<T> {
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
    throw httpError(415, 'Content-Type application/json is required');
  }
  try {
    return parseJson(await readBody(request.body, limitBytes), schema);
  } catch (error) {
    if (error instanceof BodyTooLargeError) throw httpError(413, 'The request body is too large');
    throw error;
  }
}

/** JSON in UTF-8 (RFC 8259 §8.1) of the given shape, or a 400. */
export function parseJson<T>(bytes: Uint8Array, schema: z.ZodType<T>): T {
  let parsed: unknown;
  try {
    parsed = JSON.parse(utf8.decode(bytes));
  } catch {
    throw httpError(400, 'The request body is not valid JSON');
  }
  const checked = schema.safeParse(parsed);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.');
  throw httpError(400, `Invalid request: ${where}: ${issue?.message ?? 'not understood'}`);
}
