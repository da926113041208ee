import { describe, expect, test } from '@jest/globals';
import {
  formatPath,
  parseFolderPath,
  parseLambdaPath,
  parseProjectPath,
  parseServerPath,
} from '../../src/omniscope/paths.ts';
import { ServerUrl } from '../../src/omniscope/server-url.ts';
import { errorOf } from './fixture.ts';

const server = ServerUrl.parse('https://omniscope.example.com');
const behindPrefix = ServerUrl.parse('https://omniscope.example.com/om');
const parse = (text: unknown, address = server) => formatPath(parseProjectPath(text, address));
const refusal = (text: unknown, address = server) => errorOf(() => parse(text, address));

describe('a project as it is typed', () => {
  test.each<[unknown, string]>([
    ['Report', 'Report.iox'],
    // A number from an earlier step.
    [2026, '2026.iox'],
    ['Report.iox', 'Report.iox'],
    ['Report.IOX', 'Report.IOX'],
    ['/Sales/EMEA/Report/', 'Sales/EMEA/Report.iox'],
    ['  Sales//Report.iox  ', 'Sales/Report.iox'],
    // sublime_text 4199, site-kit-wp 81
    ['\u202ASales/Report\u200B', 'Sales/Report.iox'],
    ['\uFEFFSales/Report.iox \u2060\n', 'Sales/Report.iox'],
    ['A+B/C%20D', 'A+B/C%20D.iox'],
    ['Archive.iox/Report', 'Archive.iox/Report.iox'],
  ])('may leave out the extension and have slashes at its ends: %j', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });

  test.each([undefined, null, '', '  ', '/', '.iox', 'Sales/.iox', true, ['Report'], ' \u200B'])(
    'is refused where it names nothing: %j',
    async (text) => {
      expect(await refusal(text)).toEqual({ code: 'invalid-project', reason: 'empty' });
    },
  );

  test.each(['../Report', 'Sales/../../Report', './Report', 'Sales/..'])(
    'is refused where it leaves its folder: %j',
    async (text) => {
      expect(await refusal(text)).toEqual({ code: 'invalid-project', reason: 'path-traversal' });
    },
  );

  test.each(['Sales\\Report', 'Re\u0000port', 'Re\nport', 'Re\ud800port'])(
    'is refused where no address can hold it: %j',
    async (text) => {
      expect(await refusal(text)).toEqual({ code: 'invalid-project', reason: 'characters' });
    },
  );
});

describe('a project as it is pasted from a browser', () => {
  test.each([
    ['https://omniscope.example.com/Sales/Monthly+Report.iox/', 'Sales/Monthly Report.iox'],
    ['https://omniscope.example.com/Sales/Monthly%20Report.iox', 'Sales/Monthly Report.iox'],
    ['https://omniscope.example.com/A%2BB/C+D.iox/', 'A+B/C D.iox'],
    ['https://omniscope.example.com/Sales/Report.iox/Dashboard/Page+2', 'Sales/Report.iox'],
    ['https://omniscope.example.com/Report.iox/?tab=1#top', 'Report.iox'],
    ['https://omniscope.example.com:443/Report.iox/', 'Report.iox'],
    ['HTTPS://OMNISCOPE.EXAMPLE.COM/Report.iox', 'Report.iox'],
    ['https://omniscope.example.com/u/Sales/Report.iox/w/execute', 'Sales/Report.iox'],
    ['https://omniscope.example.com/Gr%C3%B6%C3%9Fe%20100%25.iox/', 'Größe 100%.iox'],
  ])('is read as the page shows it, without what follows it: %s', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });

  test('is read below the path of the External URL', () => {
    expect(parse('https://omniscope.example.com/om/Sales/R.iox/', behindPrefix)).toBe(
      'Sales/R.iox',
    );
  });

  test.each([
    ['https://other.example.com/Report.iox', server],
    ['http://omniscope.example.com/Report.iox', server],
    ['https://omniscope.example.com:8443/Report.iox', server],
    ['https://user@omniscope.example.com/Report.iox', server],
    ['https://omniscope.example.com.evil.example/Report.iox', server],
    ['https://omniscope.example.com/Report.iox', behindPrefix],
    ['https://omniscope.example.com/omni/Report.iox', behindPrefix],
    ['ftp://omniscope.example.com/Report.iox', server],
  ])('is refused where it is on a different server: %s', async (text, address) => {
    expect(await refusal(text, address)).toEqual({
      code: 'invalid-project',
      reason: 'other-server',
    });
  });

  test.each([
    'https:/\\omniscope.example.com/Report.iox',
    'https:\\\\omniscope.example.com\\Report.iox',
    'https://omniscope.example.com\\Report.iox',
    'https://omniscope.exam\tple.com/Report.iox',
    'https://omniscope.example.com/Re\nport.iox',
    'https://omniscope.exam\u200Bple.com/Report.iox',
    'https://omniscope。example.com/Report.iox',
    'https://omnis%63ope.example.com/Report.iox',
    'https:///omniscope.example.com/Report.iox',
    'https:/omniscope.example.com/Report.iox',
    'https:omniscope.example.com/Report.iox',
    'https://',
  ])('is refused, not repaired: %j', async (text) => {
    expect(await refusal(text)).toEqual({ code: 'invalid-project', reason: 'malformed-url' });
  });

  test.each([
    ['https://omniscope.example.com/Sales/', 'not-a-project'],
    ['https://omniscope.example.com/Sales/%2e%2e/Report.iox', 'path-traversal'],
    ['https://omniscope.example.com/Sales/../Report.iox', 'path-traversal'],
    ['https://omniscope.example.com/Sales%2FReport.iox', 'characters'],
    ['https://omniscope.example.com/Sales%5CReport.iox', 'characters'],
    ['https://omniscope.example.com/%zz/Report.iox', 'characters'],
  ])('is refused where it leads to no project: %s', async (text, reason) => {
    expect(await refusal(text)).toEqual({ code: 'invalid-project', reason });
  });
});

test.each(['/', 'a/', '../', '%', ' ', '\u200B '])(
  'a project with 128 000 times %j in it is refused at once',
  async (many) => {
    for (const start of ['', 'https://omniscope.example.com/', 'https:']) {
      const text = `${start}a${many.repeat(128_000)}a`;
      expect(await refusal(text)).toEqual({ code: 'invalid-project', reason: 'too-long' });
      expect(parseServerPath(text)).toBeNull();
    }
  },
);

describe('a folder', () => {
  test.each([
    [undefined, ''],
    ['', ''],
    ['/', ''],
    ['Sales/EMEA/', 'Sales/EMEA'],
    ['https://omniscope.example.com/Sales+Data/EMEA/', 'Sales Data/EMEA'],
  ])('may be blank, which is the root: %j', (text, expected) => {
    expect(formatPath(parseFolderPath(text, server))).toBe(expected);
  });
});

describe('a path that the server gives', () => {
  test('is taken as it is, raw characters and slashes at its ends included', () => {
    expect(parseServerPath('/Some Folder/100% = a+b.iox/')?.segments).toEqual([
      'Some Folder',
      '100% = a+b.iox',
    ]);
    expect(parseServerPath('u/Report.iox')?.segments).toEqual(['u', 'Report.iox']);
  });

  test.each(['', '/', 'a/../b.iox', 'a\\b.iox', 'a\u0007.iox'])(
    'is no path where no address can hold it: %j',
    (text) => {
      expect(parseServerPath(text)).toBeNull();
    },
  );

  test.each([
    ['Sales/R.iox', 'Sales/.run/R MTY=.iox', 'Sales/.run/R MTY=.iox'],
    ['Sales/R.iox', 'u/Sales/.run/R.iox', 'Sales/.run/R.iox'],
    ['Sales/R.iox', '/u/Sales/.run/R.iox/', 'Sales/.run/R.iox'],
    ['u/R.iox', 'u/.run/R.iox', 'u/.run/R.iox'],
  ])('may have the API prefix before a copy of %s: %s', (original, text, expected) => {
    const path = parseLambdaPath(text, parseProjectPath(original, server));
    expect(path?.segments.join('/')).toBe(expected);
  });

  test('that is nothing but the API prefix is no path', () => {
    expect(parseLambdaPath('/u/', parseProjectPath('R', server))).toBeNull();
  });
});
