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

/** A table that a screen reader can name; `rows` are lists of cells, each text or an element. */
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
        rows.map((cells) =>
          element(
            'tr',
            {},
            cells.map((cell) => element('td', {}, cell)),
          ),
        ),
      ),
    ),
  );
}

export function badge(text, kind) {
  return element('span', { class: `badge ${kind}` }, text);
}

export function code(text) {
  return element('code', {}, text);
}

export function nothing(text) {
  return element('p', { class: 'nothing' }, text);
}

/** A button that sends a command of the sandbox. */
export function commandButton(label, command) {
  return element('button', { type: 'button', 'data-command': JSON.stringify(command) }, label);
}

/** A checkbox that sends its command with the wanted state as `on`. */
export function commandSwitch(label, isOn, command) {
  const box = element('input', { type: 'checkbox', 'data-switch': JSON.stringify(command) });
  box.checked = isOn;
  return element('label', { class: 'switch' }, box, ` ${label}`);
}

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

export function time(at) {
  return element('time', { datetime: new Date(at).toISOString() }, TIME.format(at));
}
