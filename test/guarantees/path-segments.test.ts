import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_ASSUMPTIONS } from '../../sandbox/omniscope-server/assumptions.ts';
import { parseRoute } from '../../sandbox/omniscope-server/route.ts';
import { hasCode } from '../../src/omniscope/errors.ts';
import {
  formatPath,
  parseFolderPath,
  parseProjectPath,
  parseServerPath,
} from '../../src/omniscope/paths.ts';
import { ServerUrl } from '../../src/omniscope/server-url.ts';
import { projectApiUrl, projectPageUrl, workflowApiUrl } from '../../src/omniscope/urls.ts';
import { anyCodePoint } from '../harness/any-text.ts';
import { holds } from './check.ts';

const server = ServerUrl.parse('https://example.com/reports');

/** What the server makes of the address that the app makes of a path; or why there is none. */
function asServed(text: string): string {
  try {
    const address = workflowApiUrl(server, parseProjectPath(text, server), 'execute');
    const url = new URL(address);
    // Taken apart and put together again, as HTTP clients do, it is the same address.
    if (url.href !== address) return `changed to ${url.href}`;
    if (url.host !== server.host) return `another host: ${url.host}`;
    const route = parseRoute(url.pathname, DEFAULT_ASSUMPTIONS, server.prefix);
    return route.kind === 'workflow' ? route.project : route.kind;
  } catch (error) {
    return hasCode(error, 'invalid-project') ? `refused: ${error.details.reason}` : `${error}`;
  }
}

test('every character of the Basic Multilingual Plane arrives, or is refused by name', () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0xffff; code += 1) {
    const text = `Folder/a${String.fromCharCode(code)}b.iox`;
    const isRefused = /[\p{Cc}\p{Cs}\\]/u.test(String.fromCharCode(code));
    const expected = isRefused ? 'refused: characters' : text;
    if (asServed(text) !== expected) wrong.push(`U+${code.toString(16)}: ${asServed(text)}`);
  }
  expect(wrong).toEqual([]);
});

const segment = fc
  .string({ unit: anyCodePoint, minLength: 1, maxLength: 12 })
  .filter((text) => !/[/\\\p{Cc}\p{Cs}]/u.test(text) && text !== '.' && text !== '..')
  // Blanks at the ends of the whole are a matter of copy and paste.
  .map((text) => `x${text}x`);
const segments = fc.array(segment, { minLength: 1, maxLength: 4 });

test(`any path arrives as it was typed, segment by segment`, async () => {
  await holds(segments, 300, (names) => {
    expect(asServed(`/${names.join('/')}.iox/`)).toBe(`${names.join('/')}.iox`);
    const folder = parseFolderPath(names.join('/'), server);
    const { pathname } = new URL(projectApiUrl(server, folder, 'create'));
    const route = parseRoute(pathname, DEFAULT_ASSUMPTIONS, server.prefix);
    expect(route).toMatchObject({ kind: 'project-api', folder: names.join('/') });
  });
});

test(`a project's address, pasted, leads back to the project`, async () => {
  await holds(fc.tuple(segments, fc.boolean()), 300, ([names, writesPlus]) => {
    // Nothing before the project may end like one.
    const path = parseProjectPath(`${names.join('/').replace(/\.iox/gi, '-iox')}.iox`, server);
    fc.pre(path.segments[0] !== 'u');
    const page = projectPageUrl(server, path);
    const pasted = writesPlus ? page.replaceAll('%20', '+') : page;
    expect(formatPath(parseProjectPath(`${pasted}r/Report+1/?x=1#y`, server))).toBe(
      formatPath(path),
    );
  });
});

test('a pasted address is read alike the first time and after thousands of others', () => {
  const pasted = 'https://example.com/reports/Größe+und+Maße.iox/';
  const answers = Array.from({ length: 5_000 }, () => asServed(pasted));
  expect(new Set(answers)).toEqual(new Set(['Größe und Maße.iox']));
});

describe('a path', () => {
  test.each([
    ['..', 'path-traversal'],
    ['.', 'path-traversal'],
    ['../Secret.iox', 'path-traversal'],
    ['Sales/../../Secret.iox', 'path-traversal'],
    ['Sales/./Report.iox', 'path-traversal'],
    ['Sales\\..\\Secret.iox', 'characters'],
    ['Sales\\Report.iox', 'characters'],
    ['Sales/Re\u0000port.iox', 'characters'],
    ['Sales/Re\nport.iox', 'characters'],
    ['Sales/Re\u007Fport.iox', 'characters'],
    ['Sales/\uD800.iox', 'characters'],
    ['Sales/\uDC00\uD800.iox', 'characters'],
    ['', 'empty'],
    ['  ', 'empty'],
    ['/', 'empty'],
    ['.iox', 'empty'],
    ['https://example.com/reports/%2e%2e/Secret.iox', 'path-traversal'],
    ['https://example.com/reports/a%2Fb.iox', 'characters'],
    ['https://example.com/reports/a%5Cb.iox', 'characters'],
    ['https://example.com/reports/a%00b.iox', 'characters'],
    ['https://example.com/reports/%ED%A0%80.iox', 'characters'],
    ['https://example.com/reports/%zz.iox', 'characters'],
    ['https://example.com/reports/Sales/', 'not-a-project'],
    ['https://evil.com/reports/Report.iox', 'other-server'],
    ['https://example.com.evil.com/reports/Report.iox', 'other-server'],
    ['https://example.com@evil.com/reports/Report.iox', 'other-server'],
    ['https://user@example.com/reports/Report.iox', 'other-server'],
    ['https://example.com:8443/reports/Report.iox', 'other-server'],
    ['http://example.com/reports/Report.iox', 'other-server'],
    ['https://example.com/other/Report.iox', 'other-server'],
    ['https://example.com/reportsX/Report.iox', 'other-server'],
    ['javascript://example.com/reports/Report.iox', 'other-server'],
  ])('%p is refused: %s', (text, reason) => {
    expect(asServed(text)).toBe(`refused: ${reason}`);
  });

  test.each(['..', 'a/../b.iox', 'a\\b.iox', '\uD800.iox', '', '/'])(
    'that a server gives as %p is not used',
    (text) => {
      expect(parseServerPath(text)).toBeNull();
    },
  );

  test.each(['%2e%2e/Secret.iox', '%2F.iox', 'a%00b.iox', 'a?b#c.iox', 'a;b=c.iox', '...iox'])(
    'that looks encoded, %p, is taken as it is',
    (text) => {
      expect(asServed(text)).toBe(text);
    },
  );
});
