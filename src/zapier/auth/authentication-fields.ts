import { defineInputFields } from 'zapier-platform-core';

/** What a person enters to connect a server. The administrator of the server has all the values. */
export const authenticationFields = defineInputFields([
  {
    key: 'server_url',
    label: 'Server URL',
    type: 'string',
    required: true,
    placeholder: 'https://omniscope.example.com',
    helpText:
      "Your Omniscope server's External URL, from its Network settings. Starts with `https://`.",
  },
  {
    key: 'integration_id',
    label: 'Integration ID',
    type: 'string',
    required: true,
    default: 'zapier',
    helpText: 'From Admin > Integrations on your server. Usually `zapier`.',
  },
  {
    key: 'oauth_client_id',
    label: 'Client ID',
    type: 'string',
    required: false,
    helpText:
      'From Admin > Integrations on your server. Leave both this and the secret blank only if your administrator tells you to.',
  },
  {
    key: 'oauth_client_secret',
    label: 'Client Secret',
    type: 'password',
    required: false,
    helpText: 'Listed with the Client ID in Admin > Integrations.',
  },
  {
    key: 'api_access',
    label: 'API Access',
    type: 'string',
    choices: {
      both: 'Run workflows and create projects',
      workflow: 'Run workflows only',
      project: 'Create projects only',
    },
    default: 'both',
    required: false,
    helpText: 'What Zapier may do on the server in your name.',
  },
  {
    key: 'test_project',
    label: 'Test Project',
    type: 'string',
    required: false,
    placeholder: 'Sales/Monthly Report.iox',
    helpText:
      'Optional: a project you are allowed to run. Testing the connection then also checks your permissions on it.',
  },
  { key: 'expires_at', label: 'Expires At', type: 'string', required: false, computed: true },
  { key: 'issued_at', label: 'Issued At', type: 'string', required: false, computed: true },
  { key: 'connection_id', label: 'Connection ID', type: 'string', required: false, computed: true },
]);
