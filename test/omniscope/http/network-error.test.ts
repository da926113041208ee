import { expect, test } from '@jest/globals';
import { OmniscopeError } from '../../../src/omniscope/errors.ts';
import { toReadError, toWriteError } from '../../../src/omniscope/http/network-error.ts';
import { NetworkError } from '../../../src/omniscope/http/transport.ts';
import { ServerUrl } from '../../../src/omniscope/server-url.ts';
import { fakeServer } from '../fixture.ts';

test('an unreachable server is named by its host, prefix left out', () => {
  const { api } = fakeServer(() => ({}), {
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

test.each(['response-too-large', 'unreadable-response'] as const)(
  'a response that cannot be used is no response of an Omniscope API: %s',
  (reason) => {
    const error = toReadError('omniscope.example.com', new NetworkError(reason));
    expect(error).toMatchObject({ code: 'not-an-omniscope-api' });
  },
);

test('what a request did is open unless it certainly was not sent', () => {
  const open = new OmniscopeError('response-lost', { action: 'update', doubt: 'lost' });
  const errorOf = (error: NetworkError) => toWriteError('omniscope.example.com', error, open);
  for (const reason of [
    'timeout',
    'connection-reset',
    'response-too-large',
    'unreadable-response',
  ] as const) {
    expect(errorOf(new NetworkError(reason))).toBe(open);
  }
  for (const reason of ['unreachable', 'tls'] as const) {
    expect(errorOf(new NetworkError(reason))).toMatchObject({ code: 'unreachable' });
  }
  // Out of time before it was sent.
  expect(errorOf(new NetworkError('timeout', true))).toMatchObject({ code: 'unreachable' });
});
