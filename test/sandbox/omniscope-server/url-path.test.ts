import { describe, expect, test } from '@jest/globals';
import { DEFAULT_ASSUMPTIONS } from '../../../sandbox/omniscope-server/assumptions.ts';
import { parseRoute } from '../../../sandbox/omniscope-server/route.ts';
import { parseUrlPath } from '../../../sandbox/omniscope-server/url-path.ts';

const segments = (url: string) => {
  const parsed = parseUrlPath(url);
  return parsed.ok ? parsed.segments : parsed.reason;
};

describe('a path', () => {
  test.each([
    ['/a/b', ['a', 'b']],
    ['/a/', ['a', '']],
    ['/a%20b/c+d', ['a b', 'c+d']],
    ['/a%2Fb', ['a/b']],
    ['/%2520', ['%20']],
    ['/Gr%C3%B6%C3%9Fe/%F0%9F%93%8F', ['Größe', '📏']],
    ["/MTY=!$&'()*,:@~", ["MTY=!$&'()*,:@~"]],
    ['/a;v=1/b%3Bc', ['a', 'b;c']],
    ['/a?x=%20&y=/?', ['a']],
  ])('%s is decoded segment by segment', (url, expected) => {
    expect(segments(url)).toEqual(expected);
  });

  test.each([
    '/a b',
    '/ä',
    '/a%',
    '/a%2',
    '/a%zz',
    '/100%',
    '/a"b',
    '/{x}',
    '/a|b',
    '/a\\b',
    '/a^b',
    '/a[1]',
    '/a#b',
    '/a?x y',
    '/%C3',
    '/%FF',
    '/%ED%A0%80',
    '/%00',
    '/%0A',
    '/%7F',
    '/a/../b',
    '/a/%2e%2E/b',
    '/./a',
    '//a',
    '/a//b',
    'a',
    'https://omniscope.example/a',
    '*',
  ])('%s is refused', (url) => {
    expect(parseUrlPath(url).ok).toBe(false);
  });
});

describe('a route', () => {
  const route = (url: string, prefix = '') => parseRoute(url, DEFAULT_ASSUMPTIONS, prefix);

  test.each([
    ['/u/Sales/A.iox/w/execute', 'workflow', 'Sales/A.iox', ['execute']],
    ['/u/A.iox/w/param/a%2Fb', 'workflow', 'A.iox', ['param', 'a/b']],
    ['/u/A.iox/w/execute/', 'workflow', 'A.iox', ['execute', '']],
    ['/u/x/y/z/A.iox/w/job/E1/state', 'workflow', 'x/y/z/A.iox', ['job', 'E1', 'state']],
    ['/u/.run/A%20MTY=.iox/w/status/1', 'workflow', '.run/A MTY=.iox', ['status', '1']],
  ])('%s is of the Workflow API', (url, kind, project, endpoint) => {
    expect(route(url)).toEqual({ kind, project, endpoint });
  });

  test.each([
    ['/u/Sales/North/_api_/v1/create', 'Sales/North'],
    ['/u/_api_/v1/create', ''],
  ])('%s is of the Project API', (url, folder) => {
    expect(route(url)).toEqual({ kind: 'project-api', folder, endpoint: ['create'] });
  });

  test.each([
    ['/Sales/A.iox/', 'Sales/A.iox'],
    ['/Sales/Customer+Satisfaction/A%2BB.iox', 'Sales/Customer Satisfaction/A+B.iox'],
  ])('%s is the page of a project', (url, project) => {
    expect(route(url)).toEqual({ kind: 'page', project });
  });

  test.each([
    '/',
    '/u/Sales/A/w/execute',
    '/u/Sales/A.iox/v/execute',
    '/u/_api_/v2/create',
    '/Sales/A.iox/w/execute',
    '/_api_/v1/create',
  ])('%s is nothing', (url) => {
    expect(route(url)).toEqual({ kind: 'nothing' });
  });

  test('an encoded slash does not separate: the path names another project', () => {
    const parsed = route('/u/Sales%2FA.iox/w/execute');
    expect(parsed).toMatchObject({ kind: 'workflow' });
    expect(parsed).not.toMatchObject({ project: 'Sales/A.iox' });
  });

  test('without /u/, the APIs are found only where that form is assumed', () => {
    const assumptions = { ...DEFAULT_ASSUMPTIONS, uPrefix: 'optional' } as const;
    for (const url of ['/Sales/A.iox/w/param', '/u/Sales/A.iox/w/param']) {
      expect(parseRoute(url, assumptions)).toMatchObject({ project: 'Sales/A.iox' });
    }
  });

  test('everything lies below the path of the External URL', () => {
    expect(route('/omni/u/A.iox/w/param', '/omni')).toMatchObject({ project: 'A.iox' });
    expect(route('/u/A.iox/w/param', '/omni')).toEqual({ kind: 'nothing' });
    expect(route('/omnivore/u/A.iox/w/param', '/omni')).toEqual({ kind: 'nothing' });
  });
});
