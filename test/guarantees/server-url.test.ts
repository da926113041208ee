import { describe, expect, test } from '@jest/globals';
import { ServerUrl } from '../../src/omniscope/server-url.ts';
import { errorOf } from '../omniscope/fixture.ts';
import { read } from './read-url.ts';

describe('a server URL', () => {
  test.each([
    ['https://omniscope.example.com', 'https://omniscope.example.com'],
    ['  https://omniscope.example.com/  ', 'https://omniscope.example.com'],
    ['\uFEFF https://omniscope.example.com\u200B\u202A', 'https://omniscope.example.com'],
    ['HTTPS://Omniscope.Example.COM', 'https://omniscope.example.com'],
    ['https://omniscope.example.com:8443', 'https://omniscope.example.com:8443'],
    ['https://omniscope.example.com:443/', 'https://omniscope.example.com'],
    ['https://example.com/reports/', 'https://example.com/reports'],
    ['https://example.com/a/b//', 'https://example.com/a/b'],
    ['https://münchen.example', 'https://xn--mnchen-3ya.example'],
    ['https://xn--mnchen-3ya.example', 'https://xn--mnchen-3ya.example'],
    ['https://3com.example', 'https://3com.example'],
    ['https://1.2.3.4.example.com', 'https://1.2.3.4.example.com'],
  ])('is accepted as %p', (text, url) => {
    expect(read(text)).toBe(url);
  });

  test.each([
    // IPv4 in every notation: four, three, two parts or one; decimal, octal, hex; mixed.
    '127.0.0.1',
    '127.0.0.1.',
    '127.0.0.1:8443',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7F.0.0.1',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '00000000177.0.0.01',
    '0x7f.0.0.0x1',
    '1.2.3',
    '0',
    '0x',
    '10.0.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '255.255.255.255',
    // Not an address, but nothing else either.
    '999.999.999.999',
    '1.2.3.4.5',
    'example.0x10',
    'example.1',
    // IPv6
    '[::1]',
    '[::1]:8443',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[fe80::1%25eth0]',
    '[2001:db8::1]',
  ])('must not be the IP address %p', (host) => {
    expect(read(`https://${host}`)).toBe('ip-address');
    expect(read(`https://${host}/reports`)).toBe('ip-address');
  });

  test.each([
    // Digits and dots of other scripts, which URL parsers turn into ASCII ones.
    ['１２７.０.０.１', 'ip-address'],
    ['127。0。0。1', 'ip-address'],
    ['①②⑦.0.0.1', 'ip-address'],
    ['127．0．0．1', 'ip-address'],
    ['127｡0｡0｡1', 'ip-address'],
    ['%31%32%37.0.0.1', 'ip-address'],
    ['example。com', 'malformed'],
    ['example．com', 'malformed'],
    ['ｅｘａｍｐｌｅ.com', 'malformed'],
    ['ex%61mple.com', 'malformed'],
    ['example.com%2eevil.com', 'malformed'],
    ['oﬃce.example.com', 'malformed'],
    ['\u212Aelvin.example.com', 'malformed'],
    ['exa\uFE0Fmple.com', 'malformed'],
    ['exam\u00ADple.com', 'malformed'],
    ['exam\u200Dple.com', 'malformed'],
    ['exam\u202Eple.com', 'malformed'],
    ['\uD800.example.com', 'malformed'],
    ['localhost', 'local-name'],
    ['LOCALHOST', 'local-name'],
    ['localhost:8443', 'local-name'],
    ['localhost.', 'malformed'],
    ['a.localhost', 'local-name'],
    ['omniscope', 'local-name'],
    ['omniscope.local', 'local-name'],
    ['omniscope.LOCAL', 'local-name'],
    ['omniscope.internal', 'local-name'],
    ['metadata.google.internal', 'local-name'],
    ['omniscope.localdomain', 'local-name'],
    ['omniscope.home.arpa', 'local-name'],
    ['omniscope.lan', 'local-name'],
    ['omniscope.corp', 'local-name'],
    ['omniscope.intranet', 'local-name'],
    ['omniscope.private', 'local-name'],
    ['omniscope.home', 'local-name'],
    ['example.com.', 'malformed'],
    ['example..com', 'malformed'],
    ['.example.com', 'malformed'],
    ['-example.com', 'malformed'],
    ['ex_ample.com', 'malformed'],
    ['example.com:', 'https://example.com'],
    ['example.com:0x1bb', 'malformed'],
    ['example.com:99999', 'malformed'],
    ['example.com:-1', 'malformed'],
    ['user@example.com', 'credentials'],
    ['user:password@example.com', 'credentials'],
    ['example.com@evil.com', 'credentials'],
    ['example.com%40evil.com', 'malformed'],
    ['@example.com', 'credentials'],
    ['example.com\\@evil.com', 'malformed'],
    ['example.com\\.evil.com', 'malformed'],
    ['evil.com\\example.com', 'malformed'],
    ['exam\tple.com', 'malformed'],
    ['exam\nple.com', 'malformed'],
    ['exam\u0000ple.com', 'malformed'],
    ['exam ple.com', 'malformed'],
    ['example.com?x', 'query'],
    ['example.com/?', 'query'],
    ['example.com#x', 'fragment'],
    ['example.com/..', 'malformed'],
    ['example.com/a/../b', 'malformed'],
    ['example.com/%2e%2E/b', 'malformed'],
    ['example.com/.', 'malformed'],
    ['', 'malformed'],
    ['/example.com', 'malformed'],
  ])('https://%p is %p', (rest, expected) => {
    const reason = read(`https://${rest}`);
    // Which of two faults is named first does not matter for the digits of other scripts.
    if (expected === 'ip-address') expect(['ip-address', 'malformed']).toContain(reason);
    else expect(reason).toBe(expected);
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['example.com', 'scheme'],
    ['//example.com', 'scheme'],
    ['http://example.com', 'scheme'],
    ['ftp://example.com', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['https:example.com', 'scheme'],
    ['https:/example.com', 'scheme'],
    ['https:/\\example.com', 'malformed'],
    ['https:///example.com', 'malformed'],
    ['https:\\\\example.com', 'malformed'],
    ['h\nttps://example.com', 'malformed'],
    ['https://https://example.com', 'local-name'],
  ])('%p is %p', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('costs no more than its length, however many slashes or dots are in it', () => {
    // A pattern anchored at the end took 36 s for 128 000 slashes.
    for (const many of ['/', '.', '/.', ':', '%', 'a.', '/a/']) {
      for (const end of ['', 'x', '/', '?', '\u0000x']) {
        const text = `https://example.com/${many.repeat(128_000)}${end}`;
        expect(read(text)).toBe('malformed');
        expect(read(text.slice(0, 8_000) + end)).not.toMatch(/^threw/);
      }
    }
  });

  test('is read alike the first time and after thousands of others', () => {
    const answers = Array.from({ length: 20_000 }, () => read('https://münchen.example'));
    expect(new Set(answers)).toEqual(new Set(['https://xn--mnchen-3ya.example']));
  });

  test('may be the one origin of the sandbox, and nothing near it', () => {
    const origin = 'https://localhost:41000';
    expect(read(origin, origin)).toBe(origin);
    expect(read(`${origin}/prefix`, origin)).toBe(`${origin}/prefix`);
    expect(read('https://localhost:41001', origin)).toBe('local-name');
    expect(read('http://localhost:41000', origin)).toBe('scheme');
    expect(read('https://127.0.0.1:41000', origin)).toBe('ip-address');
    expect(read('https://user@localhost:41000', origin)).toBe('credentials');
    expect(read('https://10.0.0.1', '')).toBe('ip-address');
  });
});

describe('a server URL without https:// is refused with the one that was meant', () => {
  test.each([
    ['omniscope.example.com', 'https://omniscope.example.com'],
    [' omniscope.example.com/ ', 'https://omniscope.example.com'],
    ['omniscope.example.com:8443/reports/', 'https://omniscope.example.com:8443/reports'],
    ['http://omniscope.example.com', 'https://omniscope.example.com'],
    ['HTTP://omniscope.example.com:8443', 'https://omniscope.example.com:8443'],
    ['//omniscope.example.com', 'https://omniscope.example.com'],
  ])('%p', async (text, suggestion) => {
    const error = await errorOf(() => ServerUrl.parse(text));
    expect(error).toEqual({ code: 'invalid-server-url', reason: 'scheme', suggestion });
  });

  test.each([
    ...['http://10.0.0.1', '10.0.0.1', 'localhost', 'http://localhost:8443', 'server.internal'],
    ...['ftp://omniscope.example.com', 'javascript:alert(1)', 'ada@example.com', 'example.com?x=1'],
    ...[
      'http://ada:pw@example.com',
      `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`,
      'my server',
    ],
  ])('and never with one that is not valid: %p', async (text) => {
    expect(await errorOf(() => ServerUrl.parse(text))).not.toHaveProperty('suggestion');
  });
});
