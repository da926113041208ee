import type { PathErrorReason } from '../../omniscope/errors.ts';
import { sanitizeName } from '../../omniscope/sanitize-name.ts';
import { describeDoubt } from './doubt.ts';
import type { ErrorDefinitions } from './error-definition.ts';

type Kind =
  | 'invalid-project'
  | 'invalid-input'
  | 'nothing-to-update'
  | 'copy-not-kept'
  | 'parameter-not-text'
  | 'address-not-kept'
  | 'project-not-found'
  | 'folder-not-found'
  | 'parameter-not-found'
  | 'request-rejected'
  | 'response-lost';

const PROJECT: Record<PathErrorReason, string> = {
  empty: 'The project is missing.',
  'path-traversal': 'The project must not contain "." or ".." as a folder.',
  characters: 'The project contains characters that cannot be part of its address.',
  'too-long': 'The project is longer than any path can be.',
  'malformed-url': 'The address of the project is not written as a browser shows it.',
  'other-server': 'The project is on a different server than this connection.',
  'not-a-project': 'The address does not lead to a project: none of its parts ends in .iox.',
};

const ACTION = {
  start: 'start the job',
  read: 'read that',
  update: 'change the parameters',
  create: 'create the project',
};

/** What a person has entered, and what the server says to it. */
export const requestErrors: ErrorDefinitions<Kind> = {
  'invalid-project': {
    errorClass: 'Error',
    message: ({ reason }) => PROJECT[reason],
    hint: () =>
      'Enter the project as Folder/Project.iox, or paste its address from the browser while it is open in Omniscope.',
    example: { reason: 'other-server' },
  },
  'invalid-input': {
    errorClass: 'Error',
    message: ({ field }) => `The value of "${sanitizeName(field)}" cannot be used.`,
    hint: ({ expected }) => `Enter ${expected}.`,
    example: { field: 'Timeout (Minutes)', expected: 'a whole number from 1 to 43200' },
  },
  'nothing-to-update': {
    errorClass: 'Error',
    message: () => 'No parameter has a value, so there is nothing to update.',
    hint: () => 'Fill in at least one parameter of the project.',
    example: {},
  },
  'copy-not-kept': {
    errorClass: 'Error',
    message: () => 'The parameters of an isolated run can only be read while its copy is kept.',
    hint: () =>
      'Turn on "Keep the Copy", or turn off "Return Parameters" and leave "Rows Parameter" blank.',
    example: {},
  },
  'parameter-not-text': {
    errorClass: 'Error',
    message: ({ parameter }) =>
      `The parameter "${sanitizeName(parameter)}" is not a text parameter.`,
    hint: () => 'Choose a text parameter of the project: only text can hold an address.',
    example: { parameter: 'Year' },
  },
  'address-not-kept': {
    errorClass: 'Error',
    message: ({ parameter }) =>
      `Zapier's address did not stay in the parameter "${sanitizeName(parameter)}": something else keeps changing it.`,
    hint: () => 'Turn the Zap on again, or use a text parameter that nothing else sets.',
    example: { parameter: 'Callback URL' },
  },
  'project-not-found': {
    errorClass: 'Error',
    message: ({ project }) => `The server has no project "${sanitizeName(project)}".`,
    hint: () =>
      'Check folder and name, capitals included, or paste the address of the open project.',
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'folder-not-found': {
    errorClass: 'Error',
    message: ({ folder }) => `The server has no folder "${sanitizeName(folder) || '/'}".`,
    hint: ({ folder }) =>
      folder === ''
        ? 'Enter a folder in "Folder", or check the Server URL in the connection.'
        : 'Check its name, capitals included, or leave it blank for the root folder.',
    example: { folder: 'Sales' },
  },
  'parameter-not-found': {
    errorClass: 'Error',
    message: ({ parameter, project }) =>
      `The project "${sanitizeName(project)}" has no parameter "${sanitizeName(parameter)}".`,
    hint: () =>
      'Check its name, capitals and spaces included, in the project parameters in Omniscope.',
    example: { parameter: 'Callback URL', project: 'Sales/Monthly Report.iox' },
  },
  'request-rejected': {
    errorClass: 'Error',
    message: ({ action, serverMessage }) =>
      serverMessage === null
        ? `Omniscope refused to ${ACTION[action]}.`
        : `Omniscope refused to ${ACTION[action]}: “${serverMessage}”.`,
    hint: ({ action, serverMessage }) => {
      // How a server words "exists already" is not documented, so every rejected project is told.
      if (action === 'create') {
        return 'If it may exist already, use Find or Create Project; else correct name, template and parameters.';
      }
      return serverMessage === null
        ? 'Check the names and values in this step, and the project in Omniscope.'
        : 'Correct the step or the project accordingly.';
    },
    example: { action: 'start', serverMessage: 'Unknown block: Publish' },
  },
  'response-lost': {
    errorClass: 'Error',
    message: ({ action, doubt }) => `${describeDoubt(`request to ${ACTION[action]}`, doubt)}.`,
    hint: ({ action }) =>
      action === 'create'
        ? 'The project may exist: look in Omniscope before you try again.'
        : 'The project may be busy with a run. The change may have been made: trying again does no harm.',
    example: { action: 'update', doubt: 'lost' },
  },
};
