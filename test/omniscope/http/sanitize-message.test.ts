import { describe, expect, test } from '@jest/globals';
import { createSanitizer } from '../../../src/omniscope/http/sanitize-message.ts';

const { message: sanitizeMessage } = createSanitizer([]);

/** In pieces, so that no file of the repository looks as if it held a key. */
const pem = (edge: 'BEGIN' | 'END') => `-----${edge} ${'PRIVATE'} ${'KEY'}-----`;

describe('a server’s message', () => {
  test('is one line without tags or invisible characters', () => {
    expect(sanitizeMessage('a\r\n\tb\u202Ec\u200Bd <b onclick="x">e</b>')).toBe('a b c d e');
    expect(sanitizeMessage('\n \u0000')).toBeNull();
  });

  test('is cut to a length that leaves room for the app’s own words', () => {
    expect(sanitizeMessage('word '.repeat(100))).toHaveLength(110);
    expect(sanitizeMessage('word '.repeat(22))).toBe('word '.repeat(22).trim());
  });

  // airflow 48791
  test.each([
    'error code: 18456',
    'Exit code=137, max_tokens: 4096',
    'Cannot read /var/lib/omniscope/Data2024/Monthly Report/input_final_v2.csv',
    'No route to warehouse.internal.example.com:5432',
    'com.visokio.omniscope.workflow.BlockExecutionException: Block failed',
    'Cannot cast List<String> to Map<Integer, Double>',
    'Unknown block "Monthly summary" in Sales/Monthly Report.iox: check 3.14, 100%',
    'Job 3f2504e0-4f89-11d3-9a0c-0305e82c3301 (EA238_3) was cancelled',
    'Row 3 < 4 and 5 > 2 at line 7: unexpected token }',
    'Basic authentication is not enabled; a bearer token is required',
    'Project Sales/.run/Lambda Work MTYxNDE2NTQzMTgwMysxMTk=.iox is gone',
    'C:\\Data\\Q3 Report.xlsx is open in another program',
    'OracleDriverConnectionPoolDataSourceFactoryImpl is missing',
    'Größe überschritten: 日本語.csv',
  ])('is shown as it is where it is a person’s sentence: %s', (text) => {
    expect(sanitizeMessage(text, 500)).toBe(text);
  });

  const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.c2lnbmF0dXJl';
  test.each([
    [`Token ${jwt} expired`, jwt],
    ['Authorization: Bearer abc123', 'abc123'],
    ['authorization="Basic dXNlcjpwYXNz"', 'dXNlcjpwYXNz'],
    ['bad request client_secret=s3cret&x=1', 's3cret'],
    ['{"refresh_token":"s3cret"}', 's3cret'],
    ['{"token" : "s3cret"}', 's3cret'],
    ["password : 's3cret word'", 's3cret word'],
    ['password: swordfish', 'swordfish'],
    ['Login failed for jdbc:sqlserver://db;user=a;password=s3cret;x=1', 's3cret'],
    ['db_password=s3cret', 's3cret'],
    ['GET https://user:s3cret@example.com/x failed', 's3cret'],
    ['GET https://example.com/x?code=s3cret&y failed', 's3cret'],
    ['key AKIAIOSFODNN7EXAMPLE is inactive', 'AKIAIOSFODNN7EXAMPLE'],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalrXUtnFEMI'],
    ['token ghp_0123456789abcdefghijklmnop is expired', 'ghp_0123456789'],
    ['got q7Zk1Xw9Pd3LmV8Rt5Yb2Nc6Hf4Gs0Ja', 'q7Zk1Xw9Pd3LmV8Rt5Yb2Nc6Hf4Gs0Ja'],
    [`${pem('BEGIN')}\nMIIEow\n${pem('END')} is bad`, 'MIIEow'],
    ['Cookie: JSESSIONID=abcdef', 'abcdef'],
  ])('never holds what looks like a credential: %s', (text, secret) => {
    expect(sanitizeMessage(text, 500)).not.toContain(secret);
  });

  test.each([
    [
      'Java',
      'java.lang.IllegalStateException: No input\n\tat com.visokio.Block.run(Block.java:12)\n\tat java.base/java.lang.Thread.run(Thread.java:840)\nCaused by: java.io.IOException: x\n\t... 12 more',
      'java.lang.IllegalStateException: No input',
    ],
    [
      'Java in one line',
      'java.lang.IllegalStateException: No input at com.visokio.Block.run(Block.java:12) at a.B.c(Native Method)',
      'java.lang.IllegalStateException: No input',
    ],
    ['JavaScript', 'Error: no\n    at run (/srv/app.js:10:5)\n    at /srv/b.js:1:2', 'Error: no'],
    [
      '.NET',
      'System.Exception: no\n   at A.B.C(String s) in c:\\x.cs:line 3',
      'System.Exception: no',
    ],
    [
      'Python',
      'Traceback (most recent call last):\n  File "/srv/a.py", line 3, in run\n    go()\nValueError: no',
      'ValueError: no',
    ],
  ])('holds no stack trace, but what it is about: %s', (_, text, message) => {
    expect(sanitizeMessage(text, 500)).toBe(message);
  });

  test('comes from the first 20 000 characters, and nothing behind them is searched', () => {
    expect(sanitizeMessage(`${'\n\tat a.B.c(D.java:1)'.repeat(900)}\nlate`)).toBe('late');
    expect(sanitizeMessage(`${'\n\tat a.B.c(D.java:1)'.repeat(1_100)}\nlate`)).toBeNull();
  });

  test.each([
    ...[
      'a',
      '<',
      '<b ',
      '"',
      ' ',
      'eyJ-',
      'eyJ.',
      'password',
      'token=',
      'a://',
      'a://b',
      'at a.b(',
    ],
    ...['\n at', 'bearer ', pem('BEGIN'), 'aA1', 'AKIA', '#1 ', 'File "'],
  ])('takes time that is linear in its length: %j over and over', (piece) => {
    const text = piece.repeat(20_000 / piece.length);
    const before = process.cpuUsage();
    sanitizeMessage(text, 500);
    expect(process.cpuUsage(before).user).toBeLessThan(300_000);
  });
});

describe('the secrets of a connection', () => {
  const secret = 'Äb/c d"e+f=g';
  const { message, id, text } = createSanitizer([secret, 'short', '']);
  const inBase64 = (prefix: string) => Buffer.from(`${prefix}${secret}`).toString('base64');

  test.each([
    ['as it is', secret],
    ['in a query', encodeURIComponent(secret)],
    [
      'in a query, small letters',
      encodeURIComponent(secret).replace(/%../g, (octet) => octet.toLowerCase()),
    ],
    ['in a path', encodeURI(secret)],
    ['in a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in HTML', secret.replace(/&/g, '&amp;').replace(/"/g, '&quot;')],
  ])('are taken out by their value: %s', (_, form) => {
    expect(text(`before ${form} after`)).toBe('before … after');
    expect(message(`before ${form} after`)).toBe('before … after');
    expect(id(`x${form}`)).toBe('x…');
  });

  test.each(['', 'u', 'me', 'bob:', 'client-id:'])(
    'are taken out in base64, after %j',
    (prefix) => {
      const encoded = text(inBase64(prefix));
      expect(encoded).toContain('…');
      expect(Buffer.from(encoded.replace('…', ''), 'base64').toString()).not.toContain('c d"e');
    },
  );

  test('are taken out before a text is cut, so that no part of one is left', () => {
    const long = `sec-${'x'.repeat(3_000)}`;
    const cut = createSanitizer([long]).message(`${'word '.repeat(390)}${long}`, 2_000);
    expect(cut).not.toContain('sec-');
    expect(createSanitizer([long]).id(`${'a'.repeat(190)}${long}`)).not.toContain('sec-');
  });

  test('are left alone where they are so short that they occur in ordinary words', () => {
    expect(text('a short word')).toBe('a short word');
  });
});
