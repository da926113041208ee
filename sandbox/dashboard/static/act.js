/** What a person can switch: faults, and what an administrator or a user can do. */
import { commandButton, commandSwitch, element, nothing, table } from './elements.js';

/** Where a fault can be switched on. */
export const PLACES = {
  any: 'any request',
  start: 'the start of a job',
  state: 'a status check of a job',
  param: 'reading parameters',
  update: 'updating parameters',
  create: 'creating a project',
  token: 'token requests',
};

function switches({ faults: { on } }) {
  if (on.length === 0) return nothing('No fault is on.');
  return element(
    'ul',
    { class: 'switches' },
    on.map(({ id, title, on: place, once }) =>
      element(
        'li',
        {},
        element(
          'span',
          {},
          `${title}, at ${PLACES[place] ?? place}, ${once ? 'the next time' : 'every time'}`,
        ),
        commandButton('Switch off', { command: 'remove-fault', id }),
      ),
    ),
  );
}

/** The administrator's switch, and below it the one in each user's Profile settings. */
function integrations({ integrations: all }) {
  return all.flatMap(({ id, displayName, enabled, users }) =>
    [
      commandSwitch(`“${displayName}” is enabled (Admin > Integrations)`, enabled, {
        command: 'set-integration',
        id,
      }),
      element('h3', {}, 'Profile settings: Enable integration'),
      users.map(({ username, isConnected, isSuspended }) =>
        commandSwitch(`${username}${isConnected ? ' (connected)' : ''}`, !isSuspended, {
          command: 'set-user-integration',
          integration: id,
          user: username,
        }),
      ),
    ].flat(),
  );
}

/** @param isOpen whether a folder's permissions are shown */
function permissions({ permissions: all }, isOpen) {
  const { folders, groups, names, parameterAccess } = all;
  const ofServer = commandSwitch('Access to parameters through the APIs', parameterAccess, {
    command: 'set-parameter-access',
  });
  const ofFolders = folders.map(({ path, grants }) =>
    element(
      'details',
      { 'data-key': `folder ${path}`, open: isOpen(`folder ${path}`) },
      element('summary', {}, path === '' ? 'The root folder' : path),
      table(
        `Permissions of ${path === '' ? 'the root folder' : path}`,
        ['Permission', ...groups],
        names.map((name) => [
          name,
          ...groups.map((group) =>
            permissionSwitch({ folder: path, group, permission: name }, grants),
          ),
        ]),
      ),
    ),
  );
  return [ofServer, ...ofFolders];
}

function permissionSwitch({ folder, group, permission }, grants) {
  const box = element('input', {
    type: 'checkbox',
    'data-switch': JSON.stringify({ command: 'set-permission', folder, group, permission }),
    'aria-label': `${permission} for ${group} in ${folder === '' ? 'the root folder' : folder}`,
  });
  box.checked = grants[group]?.includes(permission) ?? false;
  return box;
}

function misconfigurations({ misconfigurations: all, server }) {
  if (all.length === 0) return nothing(`No misconfiguration of ${server.provider} is documented.`);
  return [
    element('p', { class: 'quiet' }, `Misconfigure ${server.provider}, then connect again:`),
    ...all.map(({ name, title, on }) =>
      commandSwitch(title, on, { command: 'set-misconfiguration', name }),
    ),
  ];
}

/** Each part by the id of its place on the page. */
export const SWITCHED = { switches, integrations, permissions, misconfigurations };
