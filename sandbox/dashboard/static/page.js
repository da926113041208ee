/** Asks for the sandbox's state again and again, and shows what has changed. */
import { element } from './elements.js';
import { projects, SECTIONS } from './sections.js';

/** Often enough to see a job of a second pass through its states. */
const POLL_MS = 500;

const byId = (id) => document.getElementById(id);
const open = new Set();
const shown = new Map();
let isPaused = false;
let knownFaults = [];

/** Replaces a part of the page only if it changed, so that selections, scrolling and focus stay. */
function show(id, content) {
  const nodes = [content].flat();
  const text = nodes
    .map((node) => (typeof node === 'string' ? node : node.outerHTML + checks(node)))
    .join('');
  if (shown.get(id) === text) return;
  shown.set(id, text);
  const place = byId(id);
  const focused = place.contains(document.activeElement) ? indexOfFocus(place) : -1;
  const { selectionStart = null, selectionEnd = null } = document.activeElement ?? {};
  const drafts = fields(place).map(({ value, defaultValue }) => value !== defaultValue && value);
  const scrolled = scrollers(place).map(({ scrollTop }) => scrollTop);
  place.replaceChildren(...nodes);
  scrollers(place).forEach((one, index) => {
    one.scrollTop = scrolled[index] ?? 0;
  });
  // What somebody is typing stays, whatever changes around it.
  fields(place).forEach((field, index) => {
    if (drafts[index]) field.value = drafts[index];
  });
  if (focused < 0) return;
  const again = focusable(place)[focused];
  again?.focus();
  if (selectionStart !== null) again?.setSelectionRange?.(selectionStart, selectionEnd);
}

/** Whether boxes are checked is no part of an element's markup. */
function checks(node) {
  return [...node.querySelectorAll('input')].map(({ checked }) => checked).join();
}

const scrollers = (place) => [...place.querySelectorAll('.scroll')];
const fields = (place) => [...place.querySelectorAll('input[name=value]')];
const focusable = (place) => [...place.querySelectorAll('button, input, summary, [tabindex]')];
const indexOfFocus = (place) => focusable(place).indexOf(document.activeElement);

function render(state) {
  for (const [id, section] of Object.entries(SECTIONS)) show(id, section(state));
  show(
    'projects',
    projects(state, (path) => open.has(path)),
  );
  if (knownFaults.length === 0) fillFaults(state.faults.known);
}

function fillFaults(known) {
  knownFaults = known;
  byId('fault').replaceChildren(
    ...known.map(({ name, title }) => element('option', { value: name }, title)),
  );
}

function say(words, isBad = false) {
  const status = byId('status');
  status.textContent = words;
  status.classList.toggle('bad', isBad);
}

async function poll() {
  try {
    const answer = await fetch('state');
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    render(await answer.json());
    document.body.dataset.live = 'yes';
    if (byId('status').classList.contains('bad')) say('');
  } catch {
    document.body.dataset.live = 'no';
    say('The sandbox does not answer; it may have been ended.', true);
  }
}

async function send(command) {
  try {
    const answer = await fetch('commands', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    say(answer.ok ? (await answer.json()).done : await answer.text(), !answer.ok);
  } catch {
    say('The sandbox does not answer; it may have been ended.', true);
  }
  await poll();
}

document.addEventListener('click', ({ target }) => {
  const { command } = target.closest('[data-command]')?.dataset ?? {};
  if (command !== undefined) void send(JSON.parse(command));
});
document.addEventListener('change', ({ target }) => {
  if (target.dataset.switch)
    void send({ ...JSON.parse(target.dataset.switch), on: target.checked });
});
// A toggle does not bubble, but it can be caught on its way down.
document.addEventListener(
  'toggle',
  ({ target }) => (target.open ? open.add(target.dataset.key) : open.delete(target.dataset.key)),
  true,
);
byId('fault').addEventListener('change', ({ target }) => {
  const chosen = knownFaults.find(({ name }) => name === target.value);
  if (chosen !== undefined) byId('fault-on').value = chosen.on;
});
byId('fault-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const once = new FormData(event.target).get('often') === 'once';
  void send({ command: 'add-fault', name: byId('fault').value, on: byId('fault-on').value, once });
});
byId('projects').addEventListener('submit', (event) => {
  event.preventDefault();
  const { project, name } = event.target.dataset;
  const value = new FormData(event.target).get('value') || null;
  void send({ command: 'set-parameter', project, name, value });
});
byId('pause').addEventListener('click', ({ target }) => {
  isPaused = !isPaused;
  target.setAttribute('aria-pressed', String(isPaused));
  target.textContent = isPaused ? 'Go on' : 'Pause';
});

await poll();
setInterval(() => {
  if (!isPaused && !document.hidden) void poll();
}, POLL_MS);
