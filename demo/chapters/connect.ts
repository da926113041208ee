import { authFields } from '../../sandbox/auth-fields.ts';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import type { Setup } from '../setup.ts';

const USER = { username: 'alice', password: 'alice-password' };
const BUTTONS: Readonly<Record<string, string>> = { 'sign-in': 'Sign in', allow: 'Allow' };

/** The whole way of OAuth 2.0, as a person goes it once. */
export async function connect({ reporter, platform, sandbox }: Setup): Promise<void> {
  const { serverUrl, integrationId, clientId, redirectUri } = sandbox.connectionValues;
  reporter.chapter('Connect Omniscope to Zapier');
  reporter.say('In Zapier, a person enters the values from the server’s administrator:');
  reporter.fact('Server URL', serverUrl);
  reporter.fact('Integration ID', integrationId);
  reporter.fact('Client ID', clientId);
  reporter.fact('Client Secret', '•'.repeat(8));

  const outcome = await platform.connect({
    fields: authFields(sandbox.connectionValues),
    redirectUri,
    openBrowser(authorizeUrl) {
      const scopes = new URL(authorizeUrl).searchParams.get('scope') ?? '';
      reporter.say(`Zapier opens the server’s login page in the browser and asks for: ${scopes}`);
      return signIn(authorizeUrl, USER, undefined, ({ heading, filledIn, decision }) => {
        const typed = filledIn.map((field) => (field === 'password' ? '••••••' : USER.username));
        const what = typed.length === 0 ? '' : `Fills in ${typed.join(' and ')}. `;
        reporter.fact(`“${heading}”`, `${what}Presses “${BUTTONS[decision] ?? decision}”.`);
      });
    },
  });

  const why = outcome.status === 'failed' && 'message' in outcome.end ? outcome.end.message : '';
  reporter.check(
    outcome.status === 'connected',
    outcome.status === 'connected'
      ? `Connected. Zapier lists it as “${outcome.label}”.`
      : `Connecting ended as "${outcome.status}". ${why}`,
  );
  const { access_token, refresh_token, expires_at } = platform.authData;
  reporter.say(
    `Zapier keeps an access token (${shortened(access_token)}) until ${String(expires_at).slice(11, 16)} UTC and a refresh token (${shortened(refresh_token)}) to get the next one.`,
  );
}

/** Enough to tell two tokens apart, and of no use to anybody. */
function shortened(token: unknown): string {
  return `${String(token).slice(0, 4)}…`;
}
