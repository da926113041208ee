import { connectionGuide } from './connection-guide.ts';
import type { Sandbox } from './start.ts';

/** What a person reads after `npm run sandbox`. */
export function instructions(sandbox: Sandbox, certificateFile: string): string {
  const { connectionValues, identityProvider, issuer, origin, dashboardUrl } = sandbox;
  const guide = connectionGuide(connectionValues, origin, certificateFile);
  const column = (text: string) => text.padEnd(18);
  const values = guide.values.map(({ label, value }) => `  ${column(label)} ${value}`);
  const people = guide.people.map(
    ({ username, password, note }) => `  ${username.padEnd(8)} ${password.padEnd(16)} ${note}`,
  );
  const ways = guide.ways.map(
    ({ title, text, commands }) =>
      `${title}\n\n  ${text}\n\n${commands.replace(/^(?=.)/gm, '  ')}\n`,
  );
  return `The Omniscope sandbox is running. Open its dashboard:

  ${dashboardUrl}

Your browser will warn you about the certificate, which was made on this computer: continue anyway.

To connect
${values.join('\n')}
  ${column('Identity provider')} ${issuer}, set up as ${identityProvider.profile.title}

People who can log in, with their passwords
${people.join('\n')}

Login page
  ${guide.loginUrl}

${ways.join('\n')}
The sandbox forgets everything when it ends (Ctrl-C). After a restart, connect again.
`;
}
