/**
 * What looks like a credential in a server's sentence goes; file paths, host names, class names, error codes,
 * IDs and names of blocks stay. Every expression is bounded, so that the time is linear in the text.
 */
export function withoutCredentials(text: string): string {
  return text
    .replace(PRIVATE_KEY, '…')
    .replace(URL_USERINFO, '$1…@')
    .replace(NAMED_SECRET, '$1…')
    .replace(QUERY_SECRET, '$1…')
    .replace(AUTH_SCHEME, (match, scheme: string, value: string) =>
      isWord(value) ? match : `${scheme} …`,
    )
    .replace(JWT, '…')
    .replace(KNOWN_KEY, '…')
    .replace(LONG_RUN, (run) => (isRandom(run) ? '…' : run));
}

const PRIVATE_KEY =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g;
const URL_USERINFO = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,300}@/gi;

/** A name that only secrets go by, and its value: in a sentence, a form, a connection string or JSON. */
const NAMED_SECRET = new RegExp(
  [
    '((?:pass(?:word|wd|phrase)|\\bpwd|client[_ -]?secret|secret(?:[_-]?(?:access[_-]?)?key)?',
    '|api[_-]?key|access[_-]?key(?:[_-]?id)?|private[_-]?key|account[_-]?key|shared[_-]?access[_-]?\\w{1,20}',
    '|(?:access|refresh|id|auth|session|bearer|security)[_ -]?token|\\btoken(?==|["\']\\s{0,3}:)|set-cookie|\\bcookie)',
    '["\']?\\s{0,3}[=:]\\s{0,3})',
    '(?:"[^"]{1,500}"|\'[^\']{1,500}\'|[^\\s"\'&,;<>]{1,5000})',
  ].join(''),
  'gi',
);
/** Names that are secrets in a query only; in a sentence, a code is an error's. */
const QUERY_SECRET = /([?&](?:code|token|sig|signature|key|auth)=)[^\s"'&]{1,5000}/gi;
const AUTH_SCHEME = /\b(bearer|basic|negotiate)\s+([A-Za-z0-9._~+/=-]{6,5000})/gi;
const JWT = /(?<![\w-])eyJ[\w-]{6,}\.[\w-]{4,}(?:\.[\w-]*){0,3}/g;
const KNOWN_KEY =
  /(?<![\w-])(?:(?:AKIA|ASIA)[0-9A-Z]{16}\b|gh[pousr]_\w{20,}|xox[abprs]-[\w-]{10,}|[sr]k_(?:live|test)_\w{10,}|AIza[\w-]{30,}|glpat-[\w-]{15,})/g;
const LONG_RUN = /[A-Za-z0-9+/_=-]{32,}/g;

/** "Bearer token" and "Basic authentication" are words; a credential has digits or capitals inside. */
function isWord(value: string): boolean {
  return value.length < 24 && !/\d|[a-z][A-Z]|=$/.test(value);
}

/**
 * Whether a run of characters is random as keys are. Of such a text two neighbours in three are of different
 * kinds (capital, small letter, digit); of names, even in camel case, one in three.
 */
function isRandom(run: string): boolean {
  if (!/[a-z]/.test(run) || !/[A-Z]/.test(run) || !/\d/.test(run)) return false;
  let changes = 0;
  let pairs = 0;
  for (let index = 1; index < run.length; index += 1) {
    const [left, right] = [kindOf(run[index - 1]), kindOf(run[index])];
    if (left === null || right === null) continue;
    pairs += 1;
    if (left !== right) changes += 1;
  }
  return changes / Math.max(pairs, 1) > RANDOM_CHANGES;
}
const RANDOM_CHANGES = 0.42;

function kindOf(character = ''): 'digit' | 'capital' | 'small' | null {
  if (/\d/.test(character)) return 'digit';
  if (/[A-Z]/.test(character)) return 'capital';
  return /[a-z]/.test(character) ? 'small' : null;
}
