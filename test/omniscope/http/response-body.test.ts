import { describe, expect, test } from '@jest/globals';
import { parseBody, sanitizeMessage } from '../../../src/omniscope/http/response-body.ts';

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

describe('the words of a server', () => {
  test('are a plain text body, and never a web page or broken JSON', () => {
    expect(read('  No such\n template\u0000 ').serverMessage).toBe('No such template');
    expect(read('<html><body>Secret page</body></html>').serverMessage).toBeNull();
    expect(read('{"access_token":"abc').serverMessage).toBeNull();
    expect(read('["abc"]').serverMessage).toBeNull();
  });

  test('are one line without markup or invisible characters', () => {
    expect(sanitizeMessage('a\r\n\tb\u202Ec\u200Bd <b onclick="x">e</b>')).toBe('a b c d e');
    expect(sanitizeMessage('\n \u0000')).toBeNull();
  });

  test('are cut to a length that leaves room for ours', () => {
    expect(sanitizeMessage('word '.repeat(100))).toHaveLength(110);
    expect(sanitizeMessage('word '.repeat(22))).toBe('word '.repeat(22).trim());
  });

  const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.c2lnbmF0dXJl';
  test.each([
    [`Token ${jwt} expired`, jwt],
    ['Authorization: Bearer abc123', 'abc123'],
    ['authorization="Basic dXNlcjpwYXNz"', 'dXNlcjpwYXNz'],
    ['bad request client_secret=s3cret&x=1', 's3cret'],
    ['{"refresh_token":"s3cret"}', 's3cret'],
    ["password : 's3cret'", 's3cret'],
    ['got 0123456789abcdef0123456789abcdef', '0123456789abcdef'],
  ])('never hold what looks like a secret: %s', (text, secret) => {
    expect(sanitizeMessage(text)).not.toContain(secret);
  });

  test('are kept where they only speak of names', () => {
    const text = 'Unknown block "Monthly summary" in Sales/Monthly Report.iox: check 3.14, 100%';
    expect(sanitizeMessage(text)).toBe(text);
  });
});
