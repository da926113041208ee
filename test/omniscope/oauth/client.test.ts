import { describe, expect, test } from '@jest/globals';
import { chooseClient, type ServerOwnClient } from '../../../src/omniscope/oauth/client.ts';
import { ServerAddress } from '../../../src/omniscope/server-address.ts';
import { problemOf } from '../scene.ts';

const server = ServerAddress.parse('https://omniscope.example.com/om');
const own: ServerOwnClient = { server, id: 'environment', secret: 'hidden' };
const none = { id: '', secret: '' };

test('the client entered for a connection wins, and no other is even looked for', () => {
  const fallback = () => {
    throw new Error('looked for');
  };
  const entered = { id: 'entered', secret: 's' };
  expect(chooseClient(server, entered, fallback)).toEqual(entered);
});

test('the fallback speaks to its own server', () => {
  expect(chooseClient(server, none, () => own)).toEqual({ id: 'environment', secret: 'hidden' });
});

describe('the fallback is shown to no other server', () => {
  test.each([
    'https://omniscope.example.com',
    'https://omniscope.example.com/om2',
    'https://omniscope.example.com:8443/om',
    'https://other.example.com/om',
  ])('%s', async (text) => {
    const other = ServerAddress.parse(text);
    const choice = problemOf(() => chooseClient(other, none, () => own));
    expect(await choice).toEqual({ kind: 'client-missing' });
  });
});

test.each([
  [{ id: 'a', secret: '' }, own],
  [{ id: '', secret: 'b' }, own],
  [none, { ...own, id: '' }],
  [none, { ...own, secret: '' }],
])('half a client is none: %j', async (entered, fallback) => {
  const choice = problemOf(() => chooseClient(server, entered, () => fallback));
  expect(await choice).toEqual({ kind: 'client-incomplete' });
});

test('without any client there is none', async () => {
  const choice = problemOf(() => chooseClient(server, none, () => null));
  expect(await choice).toEqual({ kind: 'client-missing' });
});
