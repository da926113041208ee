import { describe, expect, test } from '@jest/globals';
import { type ServerClient, selectClient } from '../../../src/omniscope/oauth/client.ts';
import { ServerUrl } from '../../../src/omniscope/server-url.ts';
import { errorOf } from '../fixture.ts';

const server = ServerUrl.parse('https://omniscope.example.com/om');
const own: ServerClient = { server, id: 'environment', secret: 'hidden' };
const none = { id: '', secret: '' };

test('the client entered for a connection wins, and no other is even looked for', () => {
  const fallback = () => {
    throw new Error('looked for');
  };
  const entered = { id: 'entered', secret: 's' };
  expect(selectClient(server, entered, fallback)).toEqual(entered);
});

test('the fallback speaks to its own server', () => {
  expect(selectClient(server, none, () => own)).toEqual({ id: 'environment', secret: 'hidden' });
});

describe('the fallback is shown to no other server', () => {
  test.each([
    'https://omniscope.example.com',
    'https://omniscope.example.com/om2',
    'https://omniscope.example.com:8443/om',
    'https://other.example.com/om',
  ])('%s', async (text) => {
    const other = ServerUrl.parse(text);
    const choice = errorOf(() => selectClient(other, none, () => own));
    expect(await choice).toEqual({ code: 'client-missing' });
  });
});

test.each([
  [{ id: 'a', secret: '' }, own],
  [{ id: '', secret: 'b' }, own],
  [none, { ...own, id: '' }],
  [none, { ...own, secret: '' }],
])('half a client is none: %j', async (entered, fallback) => {
  const choice = errorOf(() => selectClient(server, entered, () => fallback));
  expect(await choice).toEqual({ code: 'client-incomplete' });
});

test('without any client there is none', async () => {
  const choice = errorOf(() => selectClient(server, none, () => null));
  expect(await choice).toEqual({ code: 'client-missing' });
});
