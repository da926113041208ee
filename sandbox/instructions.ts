import type { Sandbox } from './start.ts';

/** What a person reads after `npm run sandbox`: what to enter where, for each way to use it. */
export function instructions(sandbox: Sandbox, certificateFile: string): string {
  const { connectionValues, identityProvider, issuer, origin, pageUrl } = sandbox;
  const { serverUrl, integrationId, clientId, clientSecret, redirectUri } = connectionValues;
  const users = connectionValues.users
    .map(({ username, password, note }) => `  ${username.padEnd(8)} ${password.padEnd(16)} ${note}`)
    .join('\n');
  const endpoints = `${serverUrl}/_api_/v1/integration`;
  const authorizeUrl = `${endpoints}/authorize/${integrationId}?${new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'workflowapi:execute projectapi:execute offline_access',
    state: 'my-state',
    response_type: 'code',
  })}`;

  return `An Omniscope server to try things on is running. It forgets everything when it ends (Ctrl-C).

  Server             ${serverUrl}
  Identity provider  ${issuer}, set up as ${identityProvider.profile.title}
  To watch it        ${pageUrl} (jobs, requests, and faults to switch)

People who can log in, and their passwords:
${users}

The folder HR is closed to all of them. Other people's mistakes can be made, too: docs/administrators.md.

1. THE OFFICIAL CLI. In another terminal, in this folder:

  export NODE_EXTRA_CA_CERTS='${certificateFile}'
  export OMNISCOPE_SANDBOX_ORIGIN='${origin}' OMNISCOPE_SERVER_URL='${serverUrl}'
  export CLIENT_ID='${clientId}' CLIENT_SECRET='${clientSecret}'
  export authData_server_url='${serverUrl}' authData_integration_id='${integrationId}'
  npx omniscope-zapier invoke auth start
  npx omniscope-zapier invoke auth test
  npx omniscope-zapier invoke create execute_workflow --inputData '{"project":"Sales/Monthly Report"}'

   "auth start" opens your browser, where you log in. It writes the tokens into the file .env.

2. A BROWSER. It will warn of the certificate, which was made on this machine: go on. Log in here:

  ${authorizeUrl}

   You end at ${redirectUri}?code=… (with nothing there unless "auth start" is waiting).

3. CURL. Take the code out of that address within a minute, and turn it into an access token:

  curl --cacert '${certificateFile}' '${endpoints}/oauth/token/${integrationId}' \\
    -d grant_type=authorization_code -d code=THE_CODE --data-urlencode 'redirect_uri=${redirectUri}' \\
    -d client_id='${clientId}' -d client_secret='${clientSecret}'

   Then call an API with it:

  curl --cacert '${certificateFile}' '${serverUrl}/u/Sales/Monthly%20Report.iox/w/param' \\
    -H 'Authorization: Bearer THE_ACCESS_TOKEN'
`;
}
