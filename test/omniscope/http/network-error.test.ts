import { expect, test } from '@jest/globals';
import { OmniscopeError } from '../../../src/omniscope/errors.ts';
import { toReadError } from '../../../src/omniscope/http/network-error.ts';
import { NetworkError } from '../../../src/omniscope/http/transport.ts';
import { ServerUrl } from '../../../src/omniscope/server-url.ts';
import { scene } from '../fixture.ts';

test('an unreachable server is named by its host, prefix left out', () => {
  const { api } = scene(() => ({}), {
    server: ServerUrl.parse('https://example.com:8443/omniscope'),
  });
  const error = toReadError(api.server.host, new NetworkError('tls'));
  expect(error).toEqual(
    new OmniscopeError('unreachable', { host: 'example.com:8443', reason: 'tls' }),
  );
  expect(error).toMatchObject({ details: { host: 'example.com:8443', reason: 'tls' } });
});

test('an error of the transport’s own passes through', () => {
  const refresh = Object.assign(new Error('refresh'), { name: 'RefreshAuthError' });
  expect(toReadError('omniscope.example.com', refresh)).toBe(refresh);
});
