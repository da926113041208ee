/** Asks for the sandbox's state again and again, and shows what has changed. */
import { PLACES, SWITCHED } from './act.js';
import { element } from './elements.js';
import { guide } from './guide.js';
import { WATCHED } from './watch.js';

/** Often enough to see a job of a second pass through its states. */
const POLL_MS = 500;

const byId = (id) => document.getElementById(id);
const open = new Set();
const shown = new Map();
let isPaused = false;
let knownFaults = [];
/** When the sandbox that the page shows was started. */
let startedAt;

const SECTIONS = { ...WATCHED, ...SWITCHED };
const GONE = 'The sandbox does not respond. If it was ended, start it again: npm run sandbox';

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
  // What a person is typing stays, whatever changes around it.
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
  const isOpen = (key) => open.has(key);
  for (const [id, section] of Object.entries(SECTIONS)) show(id, section(state, isOpen));
  if (knownFaults.length === 0) fillFaults(state.faults.known);
}

/** A sandbox that was restarted has forgotten everything, and its values may differ. */
async function noticeStart(state) {
  if (state.startedAt === startedAt) return;
  show('guide', guide(await (await fetch('guide')).json()));
  if (startedAt !== undefined) {
    say('The sandbox was restarted and has forgotten everything. Connect again.', true);
  }
  startedAt = state.startedAt;
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
    const response = await fetch('state');
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const state = await response.json();
    render(state);
    if (byId('status').textContent === GONE) say('');
    await noticeStart(state);
  } catch {
    say(GONE, true);
  }
}

/** @returns whether it was done; what came of it is said either way */
async function send(command) {
  let isDone = false;
  try {
    const response = await fetch('commands', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    const { done, refused } = response.ok
      ? await response.json()
      : { refused: await response.text() };
    isDone = done !== undefined;
    say(done ?? refused, !isDone);
  } catch {
    say(GONE, true);
  }
  await poll();
  return isDone;
}

document.addEventListener('click', ({ target }) => {
  const { command } = target.closest('[data-command]')?.dataset ?? {};
  if (command !== undefined) void send(JSON.parse(command));
  const { copy } = target.closest('[data-copy]')?.dataset ?? {};
  if (copy !== undefined) void navigator.clipboard.writeText(copy).then(() => say('Copied.'));
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
byId('projects').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { project, name } = event.target.dataset;
  const value = new FormData(event.target).get('value') || null;
  const isDone = await send({ command: 'set-parameter', project, name, value });
  // The form may have been rendered again in the meantime.
  const form = [...byId('projects').querySelectorAll('form')].find(
    ({ dataset }) => dataset.project === project && dataset.name === name,
  );
  form?.querySelector('input').setAttribute('aria-invalid', String(!isDone));
});
byId('pause').addEventListener('click', ({ target }) => {
  isPaused = !isPaused;
  target.setAttribute('aria-pressed', String(isPaused));
  target.textContent = isPaused ? 'Resume' : 'Pause';
});

byId('fault-on').replaceChildren(
  ...Object.entries(PLACES).map(([value, title]) => element('option', { value }, title)),
);
await poll();
setInterval(() => {
  if (!isPaused && !document.hidden) void poll();
}, POLL_MS);
