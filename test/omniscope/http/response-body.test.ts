import { describe, expect, test } from '@jest/globals';
import { parseBody } from '../../../src/omniscope/http/response-body.ts';

const read = (text: string) => parseBody({ status: 200, header: () => null, text });

describe('the form of a body', () => {
  test.each([
    ['', 'empty'],
    [' \r\n', 'empty'],
    ['{"jobId":"1"}', 'json'],
    ['\uFEFF {"jobId":"1"} ', 'json'],
    ['<!DOCTYPE html><p>Login', 'html'],
    ['<html lang="en">', 'html'],
    ['<?xml version="1.0"?>', 'html'],
    ['{"jobId":"1"', 'text'],
    ['[1]', 'text'],
    ['"text"', 'text'],
    ['Forbidden', 'text'],
  ])('is told by what it is, whatever its headers say: %j is %s', (text, form) => {
    expect(read(text).form).toBe(form);
  });
});

describe('a failure', () => {
  test.each([
    [{ errorType: 'A', errorMessage: 'b' }, { type: 'A', message: 'b' }, 'b'],
    [{ errorType: 'A' }, { type: 'A', message: null }, 'A'],
    [{ errorType: 'A', errorMessage: null }, { type: 'A', message: null }, 'A'],
    [{ errorType: 'A', errorMessage: '' }, { type: 'A', message: null }, 'A'],
    [{ errorMessage: 'b', more: 1 }, { type: null, message: 'b' }, 'b'],
    // buttondown 1015
    [{ errorType: 'A', errorMessage: { text: 'b' } }, { type: 'A', message: null }, 'A'],
    [{ errorType: 7, errorMessage: 'b' }, { type: null, message: 'b' }, 'b'],
  ])('needs no more than one of its two keys: %j', (json, failure, serverMessage) => {
    expect(read(JSON.stringify(json))).toMatchObject({ failure, serverMessage });
  });

  test.each([{}, { jobId: '1' }, { errorType: null }, { errorType: '', errorMessage: '' }])(
    'is not seen where there is none: %j',
    (json) => {
      expect(read(JSON.stringify(json))).toMatchObject({ failure: null, serverMessage: null });
    },
  );
});

describe('the server’s message', () => {
  test('is a plain text body, and never a web page or broken JSON', () => {
    expect(read('  No such\n template\u0000 ').serverMessage).toBe('No such template');
    expect(read('<html><body>Secret page</body></html>').serverMessage).toBeNull();
    expect(read('{"access_token":"abc').serverMessage).toBeNull();
    expect(read('["abc"]').serverMessage).toBeNull();
  });

  test('is cut for an error, and kept longer for a result', () => {
    const body = read(
      JSON.stringify({ errorType: 'x'.repeat(500), errorMessage: 'a '.repeat(5_000) }),
    );
    expect(body.serverMessage).toHaveLength(110);
    expect(body.failure?.type).toHaveLength(200);
    expect(body.failure?.message).toHaveLength(2_000);
  });

  test('is without the secrets of the connection', () => {
    const json = JSON.stringify({
      errorType: 'X-s3cret-token',
      errorMessage: 'no s3cret-token here',
    });
    const body = parseBody({ status: 200, header: () => null, text: json }, ['s3cret-token']);
    expect(body.failure).toEqual({ type: 'X-…', message: 'no … here' });
  });
});
