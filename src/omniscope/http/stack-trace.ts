/** Frames of Java, JavaScript, .NET, Python, PHP and Go, each on a line of its own. */
const FRAME_LINES: readonly RegExp[] = [
  /^\s*at\s+[^()]{1,300}\((?:[^()]{0,300}:\d+(?::\d+)?|Native Method|Unknown Source|<anonymous>)\)/,
  /^\s*at\s+(?:async\s+)?\S{1,300}:\d+:\d+\)?\s*$/,
  /^\s*at\s+[\w.$<>`[\],+]{1,300}\([^()]{0,300}\)(?:\s+in\s.{1,300}:line \d+)?\s*$/,
  /^\s*\.\.\. \d+ (?:more|common frames omitted)/,
  /^\s*Caused by: /,
  /^Traceback \(most recent call last\):/,
  /^\s*File "[^"]{1,300}", line \d+/,
  /^#\d+ /,
  /^\s*stack ?trace:\s*$/i,
  /^goroutine \d+ \[/,
  /^\s+\/\S{1,300}\.go:\d+/,
];
/** Longer lines are no frames; not trying them keeps the time linear. */
const FRAME_LIMIT = 1_000;

/** Frames whose line breaks got lost. */
const FRAMES_IN_A_LINE =
  /\sat\s{1,20}[\w$.<>/]{1,300}\((?:[\w$]{1,100}\.\w{1,10}:\d{1,7}|Native Method|Unknown Source)\)/g;

/** The text without a stack trace; the exception's own name and message stay. */
export function withoutStackTrace(text: string): string {
  const kept: string[] = [];
  let afterPythonFrame = false;
  for (const line of text.split(/\r?\n/)) {
    const isFrame = line.length <= FRAME_LIMIT && FRAME_LINES.some((pattern) => pattern.test(line));
    // Python shows the line of code below its frame.
    const isCode = afterPythonFrame && /^\s{2,}\S/.test(line);
    if (!isFrame && !isCode) kept.push(line);
    afterPythonFrame = isFrame && /^\s*File "/.test(line);
  }
  return kept.join('\n').replace(FRAMES_IN_A_LINE, '');
}
