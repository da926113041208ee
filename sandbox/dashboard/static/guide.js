/** How to connect: the values to enter, the people who can log in, and commands to copy. */
import { code, copyButton, element, table } from './elements.js';

export function guide({ values, people, loginUrl, ways }) {
  return [
    element('h3', {}, 'Values to enter'),
    table(
      'Values to enter',
      ['What', 'Value'],
      values.map(({ label, value }) => [
        label,
        element('div', { class: 'copyable' }, code(value), copyButton(value, label)),
      ]),
    ),
    element('h3', {}, 'People who can log in'),
    table(
      'People who can log in',
      ['User name', 'Password', 'What this person can do'],
      people.map(({ username, password, note }) => [code(username), code(password), note]),
    ),
    element(
      'p',
      {},
      element('a', { href: loginUrl, target: '_blank', rel: 'noreferrer' }, 'Login page'),
      ', as it opens when a person connects in Zapier.',
    ),
    ways.map(way),
  ].flat();
}

function way({ title, text, commands }) {
  return element(
    'details',
    {},
    element('summary', {}, title),
    element('p', { class: 'quiet' }, text),
    element(
      'div',
      { class: 'commands' },
      element('pre', { tabindex: '0', 'aria-label': `Commands: ${title}` }, commands),
      copyButton(commands, `the commands: ${title}`),
    ),
  );
}
