/** How the demo speaks: numbered chapters, short lines, and checks of what it says. */

export interface Reporter {
  chapter(title: string): void;
  /** A sentence or two for the reader. */
  say(words: string): void;
  /** A name and its value, in a column. */
  fact(name: string, value: string): void;
  /** Adds to one line as time goes by: what is seen of something that takes a while. */
  progress(words: string): void;
  /** Says what holds; throws `FailedCheck` where it does not. */
  check(holds: boolean, words: string): void;
  /** The last word. */
  end(words: string): void;
}

/** The demo was about to show something that is not so. */
export class FailedCheck extends Error {
  override readonly name = 'FailedCheck';
}

const WIDTH = 96;
const INDENT = '   ';
const NAME_WIDTH = 22;

/** @param write takes text as it comes, line breaks included. */
export function createReporter(write: (text: string) => void): Reporter {
  let chapters = 0;
  /** Characters in the line that is still open; 0 without one. */
  let open = 0;

  function line(text: string): void {
    if (open > 0) write('\n');
    open = 0;
    write(`${text}\n`);
  }

  return {
    chapter(title) {
      chapters += 1;
      line(`\n${chapters}. ${title.toUpperCase()}`);
    },
    say(words) {
      for (const text of wrapped(words, WIDTH - INDENT.length)) line(INDENT + text);
    },
    fact(name, value) {
      const room = WIDTH - INDENT.length - NAME_WIDTH - 2;
      const [first = '', ...rest] = wrapped(value, room);
      line(`${INDENT}  ${name.padEnd(NAME_WIDTH - 1)} ${first}`);
      for (const text of rest) line(`${INDENT}  ${' '.repeat(NAME_WIDTH)}${text}`);
    },
    progress(words) {
      if (open > 0 && open + words.length + 2 > WIDTH) {
        write('\n');
        open = 0;
      }
      const text = open === 0 ? `${INDENT}… ${words}` : `, ${words}`;
      write(text);
      open += text.length;
    },
    check(holds, words) {
      const [first = '', ...rest] = wrapped(words, WIDTH - INDENT.length - 2);
      line(`${INDENT}${holds ? '✓' : '✗'} ${first}`);
      for (const text of rest) line(`${INDENT}  ${text}`);
      if (!holds) throw new FailedCheck(words);
    },
    end(words) {
      line('');
      for (const text of wrapped(words, WIDTH)) line(text);
    },
  };
}

/** Lines of at most `width` characters, broken at spaces. */
function wrapped(words: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of words.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
