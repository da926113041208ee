/** How to connect to the sandbox: the values, the people, and commands to copy. For terminal and dashboard. */
import type { ConnectionValues } from './connection-values.ts';

export interface ConnectionGuide {
  readonly values: readonly { readonly label: string; readonly value: string }[];
  readonly people: ConnectionValues['users'];
  /** Opens the login page in a browser. */
  readonly loginUrl: string;
  readonly ways: readonly Way[];
}

/** One way to use the sandbox, as text to read and commands to paste. */
export interface Way {
  readonly title: string;
  readonly text: string;
  readonly commands: string;
}

export function connectionGuide(
  values: ConnectionValues,
  origin: string,
  certificateFile: string,
): ConnectionGuide {
  const { serverUrl, integrationId, clientId, clientSecret, redirectUri, users } = values;
  const endpoints = `${serverUrl}/_api_/v1/integration`;
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'workflowapi:execute projectapi:execute offline_access',
    state: 'my-state',
    response_type: 'code',
  });
  return {
    values: [
      { label: 'Server URL', value: serverUrl },
      { label: 'Integration ID', value: integrationId },
      { label: 'Client ID', value: clientId },
      { label: 'Client secret', value: clientSecret },
      { label: 'Redirect URL', value: redirectUri },
    ],
    people: users,
    loginUrl: `${endpoints}/authorize/${integrationId}?${query}`,
    ways: [
      officialCli(values, origin, certificateFile),
      {
        title: 'With curl',
        text: 'Log in at the login page above. The address that you are then sent to contains a code. Within a minute, put the code into the first command, and the access token of its response into the second.',
        commands: `curl --cacert '${certificateFile}' '${endpoints}/oauth/token/${integrationId}' \\
  -d grant_type=authorization_code -d code=THE_CODE --data-urlencode 'redirect_uri=${redirectUri}' \\
  -d client_id='${clientId}' -d client_secret='${clientSecret}'

curl --cacert '${certificateFile}' '${serverUrl}/u/Sales/Monthly%20Report.iox/w/param' \\
  -H 'Authorization: Bearer THE_ACCESS_TOKEN'`,
      },
    ],
  };
}

function officialCli(values: ConnectionValues, origin: string, certificateFile: string): Way {
  const { serverUrl, integrationId, clientId, clientSecret } = values;
  return {
    title: "With Zapier's command line",
    text: 'In another terminal, in the folder of this project. "auth start" opens your browser, where you log in; it writes the tokens into the file .env.',
    commands: `export NODE_EXTRA_CA_CERTS='${certificateFile}'
export OMNISCOPE_SANDBOX_ORIGIN='${origin}' OMNISCOPE_SERVER_URL='${serverUrl}'
export CLIENT_ID='${clientId}' CLIENT_SECRET='${clientSecret}'
export authData_server_url='${serverUrl}' authData_integration_id='${integrationId}'
npx omniscope-zapier invoke auth start
npx omniscope-zapier invoke auth test
npx omniscope-zapier invoke create execute_workflow --inputData '{"project":"Sales/Monthly Report"}'`,
  };
}
