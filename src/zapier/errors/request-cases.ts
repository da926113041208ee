import type { ProjectPathFault } from '../../omniscope/problem.ts';
import { quotable, type Rows } from './row.ts';

type Kind =
  | 'project-refused'
  | 'input-refused'
  | 'nothing-to-update'
  | 'keep-project-needed'
  | 'parameter-not-text'
  | 'project-not-found'
  | 'folder-not-found'
  | 'parameter-not-found'
  | 'request-refused'
  | 'answer-lost'
  | 'file-url-refused'
  | 'file-redirect-refused'
  | 'file-unreadable'
  | 'file-broke-off';

const PROJECT: Record<ProjectPathFault, string> = {
  empty: 'The project is missing.',
  climbs: 'The project must not contain "." or ".." as a folder.',
  characters: 'The project contains characters that cannot be part of its address.',
  'other-server': 'The project lies on another server than this connection.',
  'not-a-project': 'The address does not lead to a project: none of its parts ends in .iox.',
};

const ACTION = {
  start: 'start the job',
  read: 'read that',
  update: 'change the parameters',
  create: 'create the project',
};

/** What a person has entered, and what the server says to it. */
export const requestCases: Rows<Kind> = {
  'project-refused': {
    effect: 'Error',
    happened: ({ reason }) => PROJECT[reason],
    remedy: () =>
      'Enter the project as Folder/Project.iox, or paste its address from the browser while it is open in Omniscope.',
    example: { reason: 'other-server' },
  },
  'input-refused': {
    effect: 'Error',
    happened: ({ field }) => `The value of "${quotable(field)}" cannot be used.`,
    remedy: ({ expected }) => `Enter ${expected}.`,
    example: { field: 'Timeout (Minutes)', expected: 'a whole number from 1 to 43200' },
  },
  'nothing-to-update': {
    effect: 'Error',
    happened: () => 'No parameter has a value, so there is nothing to update.',
    remedy: () => 'Fill in at least one parameter of the project.',
    example: {},
  },
  'keep-project-needed': {
    effect: 'Error',
    happened: () => 'The parameters after the run can only be read while the copy is kept.',
    remedy: () => 'Turn on "Keep the Copy", or turn off "Return Parameters".',
    example: {},
  },
  'parameter-not-text': {
    effect: 'Error',
    happened: ({ parameter }) => `The parameter "${quotable(parameter)}" is not a text parameter.`,
    remedy: () => 'Choose a text parameter for the callback address, or leave that field blank.',
    example: { parameter: 'Year' },
  },
  'project-not-found': {
    effect: 'Error',
    happened: ({ project }) => `The server has no project "${quotable(project)}".`,
    remedy: () =>
      'Check folder and name, capitals included, or paste the address of the open project.',
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'folder-not-found': {
    effect: 'Error',
    happened: ({ folder }) => `The server has no folder "${quotable(folder) || '/'}".`,
    remedy: () => 'Check its name, capitals included, or leave it blank for the root folder.',
    example: { folder: 'Sales' },
  },
  'parameter-not-found': {
    effect: 'Error',
    happened: ({ parameter, project }) =>
      `The project "${quotable(project)}" has no parameter "${quotable(parameter)}".`,
    remedy: () =>
      'Check its name, capitals and spaces included, in the project parameters in Omniscope.',
    example: { parameter: 'Callback URL', project: 'Sales/Monthly Report.iox' },
  },
  'request-refused': {
    effect: 'Error',
    happened: ({ action, words }) =>
      words === null
        ? `Omniscope refused to ${ACTION[action]}.`
        : `Omniscope refused to ${ACTION[action]}: “${words}”.`,
    remedy: ({ words }) =>
      words === null
        ? 'Check the names and values in this step, and the project in Omniscope.'
        : 'Correct the step or the project accordingly.',
    example: { action: 'start', words: 'Unknown block: Publish' },
  },
  'answer-lost': {
    effect: 'Error',
    happened: ({ action }) => `No certain answer came to the request to ${ACTION[action]}.`,
    remedy: ({ action }) =>
      action === 'create'
        ? 'The project may exist: look in Omniscope before you try again.'
        : 'The change may have been made: trying again does no harm.',
    example: { action: 'update' },
  },
  'file-url-refused': {
    effect: 'Error',
    happened: ({ file }) => `The file for "${quotable(file)}" is not an https:// address.`,
    remedy: () => 'Map a file from an earlier step, or enter a link that begins with https://.',
    example: { file: 'Input' },
  },
  'file-redirect-refused': {
    effect: 'Error',
    happened: ({ file }) =>
      `The link of the file for "${quotable(file)}" leads on to an address that is not https.`,
    remedy: () => 'Map the file itself from an earlier step, or use its direct https:// link.',
    example: { file: 'Input' },
  },
  'file-unreadable': {
    effect: 'Error',
    happened: ({ file, status }) =>
      status === null
        ? `The file for "${quotable(file)}" could not be fetched: its host did not answer.`
        : `The file for "${quotable(file)}" could not be fetched: its host answered with ${status}.`,
    remedy: () => 'Check that the link still works without logging in; no job was started.',
    example: { file: 'Input', status: 404 },
  },
  'file-broke-off': {
    effect: 'Error',
    happened: ({ file }) => `The download of the file for "${quotable(file)}" broke off.`,
    remedy: () => 'No job was started; replay the step, with a smaller file if it happens again.',
    example: { file: 'Input' },
  },
};
