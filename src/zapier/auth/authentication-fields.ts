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
      "Your Omniscope server's External URL, beginning with `https://` and a domain name. Your administrator finds it in the Network settings.",
  },
  {
    key: 'integration_id',
    label: 'Integration ID',
    type: 'string',
    required: true,
    default: 'zapier',
    helpText: 'As in Admin > Integrations on your server. Usually `zapier`.',
  },
  {
    key: 'oauth_client_id',
    label: 'Client ID',
    type: 'string',
    required: false,
    helpText:
      'From Admin > Integrations on your server. Leave both blank only if your administrator says so.',
  },
  {
    key: 'oauth_client_secret',
    label: 'Client Secret',
    type: 'password',
    required: false,
    helpText: 'From Admin > Integrations on your server, together with the Client ID.',
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
    helpText: 'What Zapier may ask the server for on your behalf.',
  },
  {
    key: 'test_project',
    label: 'Test Project',
    type: 'string',
    required: false,
    placeholder: 'Sales/Monthly Report.iox',
    helpText:
      'A project that you may run. With it, testing this connection also tells whether a permission is missing.',
  },
  { key: 'expires_at', label: 'Expires At', type: 'string', required: false, computed: true },
  { key: 'issued_at', label: 'Issued At', type: 'string', required: false, computed: true },
]);
