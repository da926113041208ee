import { describe, expect, test } from '@jest/globals';
import { fileNameOf } from '../../../src/zapier/files/file-name.ts';

const LINK = 'https://files.example.com/a/Report%202026.csv?X-Signature=abc';
const named = (header: string | null, ...links: string[]) =>
  fileNameOf(
    header,
    (links.length === 0 ? [LINK] : links).map((link) => new URL(link)),
  );
/** As Node gives header bytes. */
const raw = (text: string) => Buffer.from(text).toString('latin1');

describe('a file name in Content-Disposition', () => {
  test.each([
    ['attachment; filename="data.csv"', 'data.csv'],
    ['attachment; filename=data.csv', 'data.csv'],
    ['inline;filename="a; b.csv"; size=3', 'a; b.csv'],
    ['attachment; filename="say \\"hi\\".csv"', 'say "hi".csv'],
    ['attachment; filename="say "hi".csv"; size=3', 'say "hi".csv'],
    ['ATTACHMENT; FILENAME = "data.csv"', 'data.csv'],
    ['attachment; size=3; filename=data.csv', 'data.csv'],
    ['attachment; filename="open.csv; size=3', 'open.csv'],
    ['attachment; xfilename="x.csv"; filename="data.csv"; filename="y.csv"', 'data.csv'],
    ['attachment; title="a; filename=x.csv"; filename="data.csv"', 'data.csv'],
    ['attachment; filename="a.csv", attachment; filename="b.csv"', 'a.csv'],
    ['attachment; filename=a.csv, attachment; filename=b.csv', 'a.csv'],
    // httpie 168, cyrus-imapd 2411, MimeKit 209: without quotes, a name ends at its first blank
    ['attachment; filename=Sales report Q3.xlsx', 'Sales report Q3.xlsx'],
    ['attachment; filename=Sales report Q3.xlsx; size=3', 'Sales report Q3.xlsx'],
    ['attachment; filename=a, b (final) [1] @home.csv', 'a, b (final) [1] @home.csv'],
    ["attachment; filename=it's 100% {new}.csv", "it's 100% {new}.csv"],
    // no disposition type, or none that is set apart
    ['filename="data.csv"', 'data.csv'],
    ['filename=Sales report.csv', 'Sales report.csv'],
    ['; filename="data.csv"', 'data.csv'],
    ['attachment filename="data.csv"', 'data.csv'],
    ["filename*=UTF-8''Gr%C3%B6%C3%9Fe.csv", 'Größe.csv'],
  ])('arrives whole: %s', (header, name) => {
    expect(named(header)).toBe(name);
  });

  test.each([
    [
      'attachment; filename="fallback.csv"; filename*=UTF-8\'\'Gr%C3%B6%C3%9Fe%20%F0%9F%93%88.csv',
      'Größe 📈.csv',
    ],
    ["attachment; filename*=UTF-8'de'a%20b.csv; filename=x.csv", 'a b.csv'],
    // kevva/download 128, RFC 5987
    ["attachment; filename*=iso-8859-1'fr'Fran%E7ais.txt", 'Français.txt'],
    ["attachment; filename*=ISO-8859-15''100%A4.txt", '100€.txt'],
    ["attachment; filename*=windows-1251''%CE%F2%F7%B8%F2.csv", 'Отчёт.csv'],
    ["attachment; filename*=koi8-r''%EF%D4%DE%A3%D4.csv", 'Отчёт.csv'],
    ["attachment; filename*=Shift_JIS'ja'%95%5C.csv", '表.csv'],
    ["attachment; filename*=gb18030''%B1%A8%B1%ED.csv", '报表.csv'],
    ["attachment; filename*=utf8''Gr%c3%b6%c3%9fe.csv", 'Größe.csv'],
    ['attachment; filename*="UTF-8\'\'Gr%C3%B6%C3%9Fe.csv"', 'Größe.csv'],
    ["attachment; filename*=''Gr%C3%B6%C3%9Fe.csv", 'Größe.csv'],
    ['attachment; filename*=Gr%C3%B6%C3%9Fe.csv', 'Größe.csv'],
    ["attachment; filename*=UTF-8''it's.csv", "it's.csv"],
    ["attachment; filename*=UTF-8''100%.csv", '100%.csv'],
    // what cannot be read, or is empty, gives way to what can
    ["attachment; filename*=UTF-8''%ff.csv; filename=plain.csv", 'plain.csv'],
    ["attachment; filename*=x-unknown''a.csv; filename=plain.csv", 'plain.csv'],
    ["attachment; filename*=UTF-8''; filename=plain.csv", 'plain.csv'],
  ])('is read in its own charset: %s', (header, name) => {
    expect(named(header)).toBe(name);
  });

  test.each([
    ["attachment; filename*0*=UTF-8''Gr%C3%B6; filename*1*=%C3%9Fe; filename*2=.csv", 'Größe.csv'],
    ["attachment; filename*1*=%9Fe.csv; filename*0*=UTF-8''Gr%C3%B6%C3", 'Größe.csv'],
    ['attachment; filename*0="Sales "; filename*1="report.csv"', 'Sales report.csv'],
    ["attachment; filename*0*=iso-8859-1'fr'Fran%E7; filename*1=ais%20.txt", 'Français%20.txt'],
    ['attachment; filename=x.csv; filename*0=a; filename*1=.csv; filename*3=no', 'a.csv'],
  ])('may come in pieces (RFC 2231): %s', (header, name) => {
    expect(named(header)).toBe(name);
  });

  test.each([
    // rspamd 2757, vireo 117
    ['attachment; filename="=?utf-8?q?docu?= =?utf-8?q?ment.pdf?="', 'document.pdf'],
    ['attachment; filename==?UTF-8?B?R3LDtsOfZS5jc3Y=?=', 'Größe.csv'],
    ['attachment; filename="=?utf-8?b?R3LD?= =?utf-8?b?tsOfZS5jc3Y=?="', 'Größe.csv'],
    ['attachment; filename="=?iso-8859-1?Q?Fran=E7ais_2026.txt?="', 'Français 2026.txt'],
    [
      'attachment; filename="=?utf-8*de?q?Gr=C3=B6=C3=9Fe?= =?ascii?q?_100%.csv?="',
      'Größe 100%.csv',
    ],
    ['attachment; filename="Sales =?utf-8?q?=C3=9C?= 1.csv"', 'Sales Ü 1.csv'],
    ['attachment; filename="=?x-unknown?q?a?=.csv"', '=?x-unknown?q?a?=.csv'],
    ['attachment; filename="=?utf-8?q?=FF?=.csv"', '=?utf-8?q?=FF?=.csv'],
  ])('may be encoded words (RFC 2047): %s', (header, name) => {
    expect(named(header)).toBe(name);
  });

  test.each([
    [raw('attachment; filename="Größe 📈.csv"'), 'Größe 📈.csv'],
    [raw('attachment; filename=Отчёт за год.csv'), 'Отчёт за год.csv'],
    ['attachment; filename="Gr\u00f6\u00dfe.csv"', 'Größe.csv'],
  ])('may be raw UTF-8 or Latin-1: %j', (header, name) => {
    expect(named(header)).toBe(name);
  });
});

describe('a file name in the link', () => {
  test.each([
    null,
    '',
    'attachment',
    'inline; size=3',
    'attachment; filename=""',
    'filename=;',
    '"',
  ])('counts where Content-Disposition gives none: %j', (header) => {
    expect(named(header)).toBe('Report 2026.csv');
  });

  test.each([
    ['attachment; filename=".."', 'Report 2026.csv'],
    ['attachment; filename="/tmp/"', 'Report 2026.csv'],
    ["attachment; filename*=UTF-8''%E2%80%8B", 'Report 2026.csv'],
  ])('counts where Content-Disposition gives nothing of use: %s', (header, name) => {
    expect(named(header)).toBe(name);
  });

  test.each([
    ['https://files.example.com/100%.csv', '100%.csv'],
    ['https://files.example.com/50%zz%20off.csv', '50%zz off.csv'],
    ['https://files.example.com/Gr%C3%B6%C3%9Fe.csv', 'Größe.csv'],
    ['https://files.example.com/Gr%F6%DFe.csv', 'Größe.csv'],
    ['https://files.example.com/Größe.csv', 'Größe.csv'],
    ['https://files.example.com/a+b.csv', 'a+b.csv'],
    ['https://files.example.com/reports/', 'reports'],
  ])('is decoded as far as it can be: %s', (link, name) => {
    expect(named(null, link)).toBe(name);
  });

  test.each([
    [['https://a.example.com/report.csv', 'https://b.example.com/o/8f3a'], 'report.csv'],
    [['https://a.example.com/d/17', 'https://b.example.com/data.csv'], 'data.csv'],
    [['https://a.example.com/x.csv', 'https://b.example.com/y.csv'], 'y.csv'],
    [['https://a.example.com/d', 'https://b.example.com/'], 'd'],
  ])('is the one that ends in an extension, the redirected before: %j', (links, name) => {
    expect(named(null, ...links)).toBe(name);
  });

  test.each([
    'https://files.example.com/',
    'https://files.example.com/a/..%2f',
    'https://files.example.com/%2e%2e%2f%2e',
    'https://files.example.com/%E2%80%8B%00',
  ])('is "file" where there is none: %s', (link) => {
    expect(named(null, link)).toBe('file');
  });
});

describe('any file name', () => {
  test.each([
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="C:\\\\temp\\\\data.csv"', 'data.csv'],
    ['attachment; filename="C:\\Users\\x\\Sales.csv"', 'Sales.csv'],
    ['attachment; filename=C:\\Users\\x\\Sales.csv', 'Sales.csv'],
    ['attachment; filename="\\\\server\\share\\new\\Sales.csv"', 'Sales.csv'],
    ["attachment; filename*=UTF-8''..%2F..%5Cdata.csv", 'data.csv'],
    ['attachment; filename="=?utf-8?q?=2E=2E=2Fdata.csv?="', 'data.csv'],
    ["attachment; filename*=UTF-8''a%0D%0Ab%00.csv", 'ab.csv'],
    ["attachment; filename*=UTF-8''evil%E2%80%AEvsc.exe", 'evilvsc.exe'],
    ["attachment; filename*=UTF-8''a%E2%80%A8b.csv", 'ab.csv'],
    // a joiner belongs to the spelling of Persian words
    ["attachment; filename*=UTF-8''%D9%85%DB%8C%E2%80%8C%D8%B4%D9%88%D8%AF.csv", 'می\u200cشود.csv'],
    ["attachment; filename*=UTF-8''%EF%BB%BF%20data.csv%E2%80%8B%20", 'data.csv'],
  ])('is a name, no path and nothing invisible: %s', (header, name) => {
    expect(named(header)).toBe(name);
  });

  // seafile 1966: 128 Cyrillic letters are 256 bytes
  test.each([
    ['я'.repeat(128), 'я'.repeat(127)],
    [`${'я'.repeat(128)}.csv`, `${'я'.repeat(125)}.csv`],
    [`${'x'.repeat(500)}.csv`, `${'x'.repeat(251)}.csv`],
    [`${'x'.repeat(500)}.csv.gz`, `${'x'.repeat(248)}.csv.gz`],
    [`${'📈'.repeat(100)}.csv`, `${'📈'.repeat(62)}.csv`],
    [`${'🇩🇪'.repeat(40)}.csv`, `${'🇩🇪'.repeat(31)}.csv`],
    [`x${'e\u0301'.repeat(100)}.csv`, `x${'e\u0301'.repeat(83)}.csv`],
    [`e${'\u0301'.repeat(200)}.csv`, 'file.csv'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('is at most 255 bytes of whole characters, extension included: %s', (long, name) => {
    expect(named(`attachment; filename*=UTF-8''${encodeURIComponent(long)}`)).toBe(name);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  });

  test.each(['"', '\\', ';', '=', 'a="', "'", '=?u?q?', '%', ' ', '.', 'filename*0=;'])(
    'costs no more than its length: 16 000 times %j',
    (many) => {
      const header = `attachment; filename="${many.repeat(16_000)}`;
      expect(Buffer.byteLength(named(header))).toBeLessThanOrEqual(255);
      expect(named(null, `https://a.example.com/${many.repeat(16_000)}`)).not.toBe('');
    },
  );
});
