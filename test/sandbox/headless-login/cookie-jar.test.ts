import { describe, expect, test } from '@jest/globals';
import { createCookieJar } from '../../../sandbox/headless-login/cookie-jar.ts';

const HERE = new URL('https://localhost:1000/interaction/one');

describe('the cookie jar', () => {
  test('sends what was set, and the latest of a name', () => {
    const jar = createCookieJar();
    jar.store(HERE, ['a=1; path=/; httponly', 'b=x=y; path=/']);
    jar.store(HERE, ['a=2; path=/']);
    expect(jar.headerFor(HERE)).toBe('a=2; b=x=y');
  });

  test('keeps cookies to their path, whole segments only', () => {
    const jar = createCookieJar();
    jar.store(HERE, ['a=1; path=/interaction/one']);
    expect(jar.headerFor(HERE)).toBe('a=1');
    expect(jar.headerFor(new URL('/interaction/one/more', HERE))).toBe('a=1');
    expect(jar.headerFor(new URL('/interaction/one2', HERE))).toBe('');
    expect(jar.headerFor(new URL('/', HERE))).toBe('');
  });

  test('keeps cookies to their host, on all of its ports', () => {
    const jar = createCookieJar();
    jar.store(HERE, ['a=1; path=/']);
    expect(jar.headerFor(new URL('https://localhost:2000/'))).toBe('a=1');
    expect(jar.headerFor(new URL('https://other.example/'))).toBe('');
  });

  test.each([
    'a=; path=/',
    'a=1; path=/; max-age=0',
    'a=1; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT',
  ])('drops a cookie by %s', (ending) => {
    const jar = createCookieJar();
    jar.store(HERE, ['a=1; path=/']);
    jar.store(HERE, [ending]);
    expect(jar.headerFor(HERE)).toBe('');
  });
});
