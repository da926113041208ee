import { expect, test } from '@jest/globals';
import { parseFolderPath, parseProjectPath } from '../../src/omniscope/paths.ts';
import { ServerUrl } from '../../src/omniscope/server-url.ts';
import {
  authorizationEndpoint,
  projectApiUrl,
  projectPageUrl,
  tokenUrl,
  workflowApiUrl,
} from '../../src/omniscope/urls.ts';

const server = ServerUrl.parse('https://omniscope.example.com');
const behindPrefix = ServerUrl.parse('https://example.com:8443/omniscope/');
const at = (text: string) => parseProjectPath(text, server);

test.each([
  [server, 'Report', 'https://omniscope.example.com/u/Report.iox/w/execute'],
  [server, 'A/B/Report.iox', 'https://omniscope.example.com/u/A/B/Report.iox/w/execute'],
  [behindPrefix, 'A/Report', 'https://example.com:8443/omniscope/u/A/Report.iox/w/execute'],
])('puts the Workflow API below the project, after /u/', (address, project, expected) => {
  expect(workflowApiUrl(address, at(project), 'execute')).toBe(expected);
});

test.each([
  ['', 'https://omniscope.example.com/u/_api_/v1/create'],
  ['Sales', 'https://omniscope.example.com/u/Sales/_api_/v1/create'],
  ['/Sales/EMEA/', 'https://omniscope.example.com/u/Sales/EMEA/_api_/v1/create'],
])('puts the Project API below the folder, the root folder too', (folder, expected) => {
  expect(projectApiUrl(server, parseFolderPath(folder, server), 'create')).toBe(expected);
});

test('gives a person the page of a project, without the API prefix', () => {
  expect(projectPageUrl(behindPrefix, at('Sales/Monthly Report'))).toBe(
    'https://example.com:8443/omniscope/Sales/Monthly%20Report.iox/',
  );
});

test('puts both endpoints of the authorization server below the External URL', () => {
  expect(authorizationEndpoint(behindPrefix, 'zapier')).toBe(
    'https://example.com:8443/omniscope/_api_/v1/integration/authorize/zapier',
  );
  expect(tokenUrl(behindPrefix, 'zapier')).toBe(
    'https://example.com:8443/omniscope/_api_/v1/integration/oauth/token/zapier',
  );
});

test.each([
  'a b',
  'a+b',
  'a&b',
  'a?b',
  'a#b',
  'a%20b',
  '{{bundle.x}}',
  "it's (1)!*",
  '日本 📈',
  ';=@:',
])('encodes every segment whole, so that a server decodes just what was meant: %j', (name) => {
  const [, , folder = '', file = ''] = new URL(
    workflowApiUrl(server, at(`${name}/${name}`), 'x'),
  ).pathname.split('/');
  expect(decodeURIComponent(folder)).toBe(name);
  expect(decodeURIComponent(file)).toBe(`${name}.iox`);
  expect(folder).toMatch(/^([A-Za-z0-9._~-]|%[0-9A-F]{2})+$/);
});
