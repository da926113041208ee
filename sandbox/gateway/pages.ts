/**
 * Responses of intermediaries between a client and the server, by product and status: reverse proxies,
 * ingress controllers, content delivery networks, firewalls, login portals. Each has the form (status,
 * headers, kind of body) that the product is known for, with the text abridged. None is Omniscope's.
 */
import type { Reply } from '../http/message.ts';
import { json, text } from '../http/replies.ts';

/** A body of markup as products write it by hand. */
function page(
  status: number,
  server: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, headers: { 'content-type': 'text/html', server, ...headers }, body };
}

const titled = (title: string, main: string) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n${main}\r\n</body>\r\n</html>\r\n`;

const nginx = (status: number, reason: string) =>
  page(
    status,
    'nginx/1.27.2',
    titled(
      `${status} ${reason}`,
      `<center><h1>${status} ${reason}</h1></center>\r\n<hr><center>nginx</center>`,
    ),
  );

const cloudflare = (status: number, title: string, code: number) =>
  page(
    status,
    'cloudflare',
    `<!DOCTYPE html>\n<html lang="en-US"><head><title>${title}</title></head>
<body><div id="cf-wrapper"><h1>Error ${code}</h1><p>${title}</p>
<p>Cloudflare Ray ID: <strong>8f2a1c3d4e5f6a7b</strong></p></div></body></html>\n`,
    { 'cf-ray': '8f2a1c3d4e5f6a7b-FRA' },
  );

export const GATEWAY_PAGES = {
  'nginx 400': nginx(400, 'Bad Request'),
  'nginx 403': nginx(403, 'Forbidden'),
  'nginx 404': nginx(404, 'Not Found'),
  'nginx 405': nginx(405, 'Not Allowed'),
  'nginx 413': nginx(413, 'Request Entity Too Large'),
  'nginx 429': nginx(429, 'Too Many Requests'),
  'nginx 500': nginx(500, 'Internal Server Error'),
  'nginx 502': nginx(502, 'Bad Gateway'),
  'nginx 503': nginx(503, 'Service Temporarily Unavailable'),
  'nginx 504': nginx(504, 'Gateway Time-out'),
  'Apache 502': page(
    502,
    'Apache',
    titled('502 Proxy Error', '<h1>Proxy Error</h1><p>Error reading from remote server</p>'),
  ),
  'HAProxy 503': page(
    503,
    '',
    '<html><body><h1>503 Service Unavailable</h1>\nNo server is available.\n</body></html>\n',
  ),
  'Traefik 404': text(404, '404 page not found\n', { 'x-content-type-options': 'nosniff' }),
  'Traefik 502': text(502, 'Bad Gateway'),
  'Envoy 503': text(503, 'no healthy upstream', { server: 'envoy' }),
  'Envoy 403': text(403, 'RBAC: access denied', { server: 'envoy' }),
  'Kong 404': json(
    404,
    { message: 'no Route matched with those values' },
    { server: 'kong/3.8.0' },
  ),
  'Kong 503': json(503, { message: 'failure to get a peer from the ring-balancer' }),
  'API Gateway 403': json(
    403,
    { message: 'Forbidden' },
    { 'x-amzn-errortype': 'ForbiddenException' },
  ),
  'API Gateway 404': json(404, { message: 'Not Found' }),
  'API Gateway 503': json(503, { message: 'Service Unavailable' }),
  'AWS load balancer 403': page(
    403,
    'awselb/2.0',
    titled('403 Forbidden', '<center><h1>403 Forbidden</h1></center>'),
  ),
  'AWS load balancer 504': page(
    504,
    'awselb/2.0',
    titled('504 Gateway Time-out', '<center><h1>504 Gateway Time-out</h1></center>'),
  ),
  'Azure 403': page(
    403,
    'Microsoft-Azure-Application-Gateway/v2',
    titled('403 Forbidden', '<center><h1>403 Forbidden</h1></center>'),
  ),
  'Cloudflare 1020': cloudflare(403, 'Access denied', 1020),
  'Cloudflare 520': cloudflare(520, 'Web server is returning an unknown error', 520),
  'Cloudflare 521': cloudflare(521, 'Web server is down', 521),
  'Cloudflare 522': cloudflare(522, 'Connection timed out', 522),
  'Cloudflare 524': cloudflare(524, 'A timeout occurred', 524),
  'Cloudflare challenge': page(
    403,
    'cloudflare',
    '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>',
    { 'cf-mitigated': 'challenge', 'cf-ray': '8f2a1c3d4e5f6a7c-FRA' },
  ),
  'F5 rejected': page(
    200,
    '',
    '<html><head><title>Request Rejected</title></head><body>The request was rejected. ' +
      'Your support ID is: 1234567890123456789<br></body></html>',
  ),
  'Imperva 200': page(
    200,
    '',
    '<html><head><META NAME="robots" CONTENT="noindex,nofollow"></head>' +
      '<body><iframe src="/_Incapsula_Resource"></iframe></body></html>',
  ),
  'IIS 404': page(
    404,
    'Microsoft-IIS/10.0',
    titled('404 - File or directory not found.', '<h2>404 - File or directory not found.</h2>'),
  ),
  'Tomcat 404': page(
    404,
    '',
    '<!doctype html><html lang="en"><head><title>HTTP Status 404 – Not Found</title></head></html>',
    { 'content-type': 'text/html;charset=utf-8' },
  ),
  'captive portal': page(302, '', '', { location: 'https://portal.example/login' }),
  'login redirect': page(302, '', '', {
    location: 'https://sso.example/saml2?SAMLRequest=fZJNT8MwDIb',
  }),
  'login page': page(
    200,
    '',
    '<!DOCTYPE html><html><head><title>Sign in to your account</title></head>' +
      '<body><form method="post" action="/login"><input name="username"></form></body></html>',
  ),
  'page without a type': {
    status: 200,
    headers: {},
    body: '<!DOCTYPE html><html><head><title>Welcome</title></head></html>',
  },
  'JSON of another service': json(200, { status: 'ok', version: '1.4.2' }),
  'bare 403': text(403, ''),
  'bare 404': text(404, ''),
  'bare 405': text(405, ''),
  'bare 408': text(408, ''),
  'bare 421': text(421, ''),
  'bare 425': text(425, ''),
} as const satisfies Readonly<Record<string, Reply>>;

export type GatewayPage = keyof typeof GATEWAY_PAGES;
