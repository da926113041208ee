import { describe, expect, test } from '@jest/globals';
import { readAlert, readForm, readHeading } from '../../../sandbox/headless-login/form.ts';
import { consentPage, loginPage } from '../../../sandbox/identity-provider/pages.ts';

const PAGE = new URL('https://localhost:1000/interaction/one');

describe('reading a page', () => {
  test('finds the fields and buttons of the login page', () => {
    const html = loginPage({ provider: 'Keycloak', action: '/interaction/one' });
    const form = readForm(html, PAGE);
    expect(form?.action.href).toBe(PAGE.href);
    expect([...(form?.fields.keys() ?? [])]).toEqual(['username', 'password']);
    expect(form?.decisions).toEqual(['sign-in', 'deny']);
    expect(readAlert(html)).toBeUndefined();
  });

  test('finds the error message, with its special characters', () => {
    const refusedUsername = `<"&'>`;
    const html = loginPage({ provider: 'Keycloak', action: '/a?b=1&c=2', refusedUsername });
    const form = readForm(html, PAGE);
    expect(form?.fields.get('username')).toBe(refusedUsername);
    expect(form?.action.search).toBe('?b=1&c=2');
    expect(readAlert(html)).toBe('Wrong user name or password.');
  });

  test('finds the buttons of the consent page', () => {
    const page = {
      provider: 'P',
      action: '/a',
      client: 'C',
      username: 'alice',
      scopes: ['openid'],
    };
    expect(readForm(consentPage(page), PAGE)?.decisions).toEqual(['allow', 'deny']);
  });

  test('finds the heading, with its special characters', () => {
    const html = loginPage({ provider: 'A & "B"', action: '/a' });
    expect(readHeading(html)).toBe('Sign in to A & "B"');
    expect(readHeading('no page')).toBe('');
  });

  test('finds no form where there is none', () => {
    expect(readForm('redirect_uri does not match', PAGE)).toBeUndefined();
  });
});
