/** What stands in a recording for what was there, and is given to the app at a replay. */

export const SERVER_ORIGIN = 'https://omniscope.example.com';
export const FILE_ORIGIN = 'https://files.example.com';
export const FILE_URL = `${FILE_ORIGIN}/files/0`;
export const REDIRECT_URI = 'https://zapier.com/dashboard/auth/oauth/return/App1CLIAPI/';

export const STAND_INS = {
  accessToken: 'recorded-access-token',
  refreshToken: 'recorded-refresh-token',
  nextAccessToken: 'next-access-token',
  nextRefreshToken: 'next-refresh-token',
  code: 'recorded-authorization-code',
  clientId: 'recorded-client-id',
  clientSecret: 'recorded-client-secret',
} as const;

export const CONNECTION = {
  server_url: SERVER_ORIGIN,
  integration_id: 'zapier',
  oauth_client_id: STAND_INS.clientId,
  oauth_client_secret: STAND_INS.clientSecret,
  access_token: STAND_INS.accessToken,
  refresh_token: STAND_INS.refreshToken,
} as const;
