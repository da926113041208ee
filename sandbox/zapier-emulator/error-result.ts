/** The error that a method threw, as the platform reads it. */

export interface ErrorResult {
  /** The error's class as the platform knows it: `AppError`, `HaltedError`, `ThrottledError`, … */
  readonly name: string;
  /** What a person reads. Not cut, so that a text longer than the platform shows can be seen. */
  readonly message: string;
  /** The message as it left the app and its core, with all that the core appended. */
  readonly raw: string;
  /** Seconds; only a ThrottledError names them, and null where it does not. */
  readonly delaySeconds: number | null;
}

/**
 * Documented (core 19.1.0): the core ends messages of errors other than AppError, ThrottledError and
 * ResponseError with this line and what it did before, the bundle's inputData among it.
 */
const REQUEST_LOG = '\nWhat happened:\n';

/** Documented (core 19.1.0): outside tests, the lines written to `z.console` come after all else. */
const CONSOLE_LOG = '\n\nConsole logs:\n';

export function toErrorResult(error: unknown): ErrorResult {
  if (!(error instanceof Error) && !isErrorLike(error)) {
    const raw = String(error);
    return { name: 'Error', message: raw, raw, delaySeconds: null };
  }
  const { name, message: raw } = error;
  const packed = name === 'AppError' || name === 'ThrottledError' ? unpack(raw) : undefined;
  const [shown = ''] = raw.split(REQUEST_LOG);
  const [withoutConsole = ''] = shown.split(CONSOLE_LOG);
  return {
    name,
    message: packed?.message ?? withoutConsole,
    raw,
    delaySeconds: packed?.delay ?? null,
  };
}

/** Errors from another realm (a test runner's sandbox) are not instances of this realm's Error. */
function isErrorLike(value: unknown): value is Error {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}

/** Documented (core 19.1.0): AppError and ThrottledError carry their fields as JSON in the message. */
function unpack(raw: string): { message: string; delay: number | null } | undefined {
  try {
    const fields: unknown = JSON.parse(raw);
    if (typeof fields !== 'object' || fields === null || !('message' in fields)) return undefined;
    const delay = 'delay' in fields && typeof fields.delay === 'number' ? fields.delay : null;
    return { message: String(fields.message), delay };
  } catch {
    return undefined;
  }
}
