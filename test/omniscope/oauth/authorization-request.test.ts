import { describe, expect, test } from '@jest/globals';
import { authorizationUrl } from '../../../src/omniscope/oauth/authorization-request.ts';
import { parseApiAccess, scopesFor } from '../../../src/omniscope/oauth/scopes.ts';
import { server } from '../fixture.ts';

const request = {
  server,
  integrationId: 'zapier',
  clientId: 'id & co',
  redirectUri: 'https://zapier.com/dashboard/auth/oauth/return/App1CLIAPI/?x=1&y=2',
  state: 'a+b/c=',
  access: 'both',
} as const;

describe('the authorization URL', () => {
  test('has the parameters of RFC 6749, each once and unchanged', () => {
    const url = new URL(authorizationUrl(request));
    expect(url.origin + url.pathname).toBe(
      'https://omniscope.example.com/_api_/v1/integration/authorize/zapier',
    );
    expect([...url.searchParams]).toEqual([
      ['client_id', 'id & co'],
      ['redirect_uri', request.redirectUri],
      ['scope', 'workflowapi:execute projectapi:execute offline_access'],
      ['state', 'a+b/c='],
      ['response_type', 'code'],
    ]);
  });

  test('leaves to others what it was not given', () => {
    const url = new URL(authorizationUrl({ ...request, redirectUri: '', state: '' }));
    expect([...url.searchParams.keys()]).toEqual(['client_id', 'scope', 'response_type']);
  });

  test.each(['my integration', 'a/b', 'ü'])('keeps the integration one segment: %j', (id) => {
    const url = new URL(authorizationUrl({ ...request, integrationId: id }));
    expect(url.pathname.split('/')).toEqual([
      ...['', '_api_', 'v1', 'integration', 'authorize'],
      encodeURIComponent(id),
    ]);
  });
});

describe('scopes', () => {
  test.each([
    ['both', ['workflowapi:execute', 'projectapi:execute', 'offline_access']],
    ['workflow', ['workflowapi:execute', 'offline_access']],
    ['project', ['projectapi:execute', 'offline_access']],
  ] as const)('for %s always include offline_access', (access, scopes) => {
    expect(scopesFor(access)).toEqual(scopes);
    expect(parseApiAccess(access)).toBe(access);
  });

  test.each([undefined, '', null, 'admin', 7])('default to both APIs: %j', (text) => {
    expect(parseApiAccess(text)).toBe('both');
  });
});
