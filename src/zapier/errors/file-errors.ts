import type { HttpsUrlProblem } from '../../omniscope/https-url.ts';
import { sanitizeName } from '../../omniscope/sanitize-name.ts';
import type { ErrorDefinitions } from './error-definition.ts';

type Kind =
  | 'invalid-file-url'
  | 'invalid-file-redirect'
  | 'file-not-fetched'
  | 'file-download-interrupted'
  | 'file-encoding-unknown'
  | 'file-is-web-page'
  | 'upload-too-large';

const LINK: Record<HttpsUrlProblem, string> = {
  malformed: 'is not an https:// address as a browser shows it',
  scheme: 'is not an https:// address',
  credentials: 'contains a user name or password',
  'ip-address': 'has an IP address instead of a domain name',
  'local-name': 'cannot be reached from the internet',
};

/** Bytes in the unit that file managers show. */
function formatSize(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.ceil(bytes / 1_000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Files that go along with a run: their links, their download, their upload. */
export const fileErrors: ErrorDefinitions<Kind> = {
  'invalid-file-url': {
    errorClass: 'Error',
    message: ({ file, reason }) =>
      `The link of the file for "${sanitizeName(file)}" ${LINK[reason]}.`,
    hint: () =>
      'Map a file from an earlier step, or enter a public link that begins with https://.',
    example: { file: 'Input', reason: 'scheme' },
  },
  'invalid-file-redirect': {
    errorClass: 'Error',
    message: ({ file, reason }) =>
      `The link of the file for "${sanitizeName(file)}" leads on to an address that ${reason === 'scheme' ? 'is not https' : LINK[reason]}.`,
    hint: () => 'Map the file itself from an earlier step, or use its direct https:// link.',
    example: { file: 'Input', reason: 'scheme' },
  },
  'file-not-fetched': {
    errorClass: 'Error',
    message: ({ file, status }) =>
      status === null
        ? `The file for "${sanitizeName(file)}" could not be fetched: its host did not answer.`
        : `The file for "${sanitizeName(file)}" could not be fetched: its host answered with ${status}.`,
    hint: () => 'Check that the link still works without logging in; no job was started.',
    example: { file: 'Input', status: 404 },
  },
  'file-download-interrupted': {
    errorClass: 'Error',
    message: ({ file }) => `The download of the file for "${sanitizeName(file)}" broke off.`,
    hint: () => 'No job was started; replay the step, with a smaller file if it happens again.',
    example: { file: 'Input' },
  },
  'file-encoding-unknown': {
    errorClass: 'Error',
    message: ({ file }) =>
      `The host of the file for "${sanitizeName(file)}" sends it in a coding that is not known.`,
    hint: () => 'No job was started; use a link to the file that is not compressed on the way.',
    example: { file: 'Input' },
  },
  'file-is-web-page': {
    errorClass: 'Error',
    message: ({ file }) =>
      `The link of the file for "${sanitizeName(file)}" leads to a web page, not to a file.`,
    hint: () =>
      'No job was started; use a direct download link that works without logging in, or map a file from an earlier step.',
    example: { file: 'Input' },
  },
  'upload-too-large': {
    errorClass: 'Error',
    message: ({ files, bytes }) => {
      const size = bytes === null ? '' : ` (${formatSize(bytes)}${files > 1 ? ' together' : ''})`;
      const noun = files > 1 ? 'The files are' : 'The file is';
      return `${noun} too large for the server, or for a proxy in front of it${size}.`;
    },
    hint: () =>
      'No job was started; use a smaller file, or ask your administrator to allow larger uploads.',
    example: { files: 1, bytes: 52_428_800 },
  },
};
