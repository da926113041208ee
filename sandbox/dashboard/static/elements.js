/** Small makers of elements. Text only ever becomes text nodes, whatever a project or a user is called. */

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat());
  return made;
}

/**
 * A table that a screen reader can name; `rows` are lists of cells, each text, an element or a list of
 * them. On a narrow screen each row becomes a block, and each cell names its column.
 */
export function table(caption, headings, rows) {
  return element(
    'div',
    // Focusable, so that the keyboard can scroll what does not fit.
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', { class: 'unseen' }, caption),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          headings.map((text) => element('th', { scope: 'col' }, text)),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map((cells) => element('tr', {}, cells.map(cell(headings)))),
      ),
    ),
  );
}

/** A cell that holds nothing is left out of the blocks of a narrow screen. */
function cell(headings) {
  return (content, index) => {
    const isEmpty = [content].flat().every((each) => each === '' || each === null);
    const attributes = { 'data-label': headings[index], class: isEmpty ? 'empty' : undefined };
    return element('td', attributes, element('div', {}, content ?? ''));
  };
}

export function badge(text, kind) {
  return element('span', { class: `badge ${kind}` }, text);
}

export function code(text) {
  return element('code', {}, text);
}

/** A short name that stays on one line. */
export function id(text) {
  return element('code', { class: 'id' }, text);
}

/** What a person reads under a badge. */
export function note(text) {
  return element('div', { class: 'note' }, text);
}

export function nothing(text) {
  return element('p', { class: 'nothing' }, text);
}

/** A button that sends a command of the sandbox. @param name for a screen reader, where the label is short */
export function commandButton(label, command, name) {
  const attributes = {
    type: 'button',
    'data-command': JSON.stringify(command),
    'aria-label': name,
  };
  return element('button', attributes, label);
}

/** A checkbox that sends its command with the wanted state as `on`. */
export function commandSwitch(label, isOn, command) {
  const box = element('input', { type: 'checkbox', 'data-switch': JSON.stringify(command) });
  box.checked = isOn;
  return element('label', { class: 'switch' }, box, ` ${label}`);
}

/** A button that copies a text. @param what is copied, for a screen reader */
export function copyButton(text, what) {
  const attributes = {
    type: 'button',
    class: 'copy',
    'data-copy': text,
    'aria-label': `Copy ${what}`,
  };
  return element('button', attributes, 'Copy');
}

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

export function time(at) {
  return element('time', { datetime: new Date(at).toISOString() }, TIME.format(at));
}
