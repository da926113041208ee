import { escapeHtml } from '../http/replies.ts';

/**
 * The provider's pages: plain HTML forms without a script, for people, for a browser driven by a test
 * and for sandbox/browser. Every field has a label, every button says what it does.
 */

/** The buttons' names for the server; both pages send them as `decision`. */
export type Decision = 'sign-in' | 'allow' | 'deny';

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 10vh auto; max-width: 24rem; padding: 0 1rem;
         color: #222; background: #fff }
  label { display: block; margin-top: 1rem }
  input { display: block; width: 100%; box-sizing: border-box; padding: .5rem; font: inherit }
  button { margin: 1.5rem .5rem 0 0; padding: .5rem 1rem; font: inherit }
  [role=alert] { color: #a40000 }`;

/** `main` is markup: text in it has been escaped. */
function page(title: string, main: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${main}
</main></body>
</html>
`;
}

function button(decision: Decision, label: string): string {
  return `<button type="submit" name="decision" value="${decision}">${label}</button>`;
}

export interface LoginPage {
  /** The provider's name, for the title. */
  readonly provider: string;
  /** Where the form goes, a path. */
  readonly action: string;
  /** What was typed the last time, when that was refused. */
  readonly refusedUsername?: string;
}

export function loginPage({ provider, action, refusedUsername }: LoginPage): string {
  const alert =
    refusedUsername === undefined ? '' : '<p role="alert">Wrong user name or password.</p>';
  return page(
    `Sign in to ${provider}`,
    `${alert}<form method="post" action="${escapeHtml(action)}">
<label for="username">User name</label>
<input id="username" name="username" autocomplete="username" value="${escapeHtml(refusedUsername ?? '')}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password">
${button('sign-in', 'Sign in')}${button('deny', 'Deny')}
</form>`,
  );
}

const MEANING: Readonly<Record<string, string>> = {
  openid: 'know who you are',
  profile: 'read your name',
  email: 'read your e-mail address',
  offline_access: 'stay connected while you are away',
  'workflowapi:execute': 'run workflows and change parameters for you',
  'projectapi:execute': 'create projects for you',
};

export interface ConsentPage {
  readonly provider: string;
  readonly action: string;
  /** The application that asks. */
  readonly client: string;
  readonly username: string;
  readonly scopes: readonly string[];
}

export function consentPage(consent: ConsentPage): string {
  const wishes = consent.scopes
    .map((scope) => `<li>${escapeHtml(MEANING[scope] ?? scope)}</li>`)
    .join('\n');
  return page(
    `Allow ${consent.client}?`,
    `<p>You are signed in to ${escapeHtml(consent.provider)} as <strong>${escapeHtml(consent.username)}</strong>.</p>
<p>${escapeHtml(consent.client)} would like to:</p>
<ul>${wishes}</ul>
<form method="post" action="${escapeHtml(consent.action)}">
${button('allow', 'Allow')}${button('deny', 'Deny')}
</form>`,
  );
}

/** The provider's last word to a browser that it can send nowhere else. */
export function errorPage(provider: string, error: string, description: string): string {
  return page(
    `${provider} could not sign you in`,
    `<p role="alert"><code>${escapeHtml(error)}</code></p><p>${escapeHtml(description)}</p>`,
  );
}
