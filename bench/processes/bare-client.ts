/** The requests of one isolated run by node:https alone. */
import { request } from 'node:https';
import { type Send, twoRequests } from './minimal-perform.ts';

export const bareRun = (origin: string, project: string, token: string) =>
  twoRequests(send, { origin, project, token });

const send: Send = ({ method, url, headers, body }) =>
  new Promise((resolve, reject) => {
    const type = body && { 'content-type': 'application/json' };
    const sent = request(url, { method, headers: { ...headers, ...type } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve(JSON.parse(text)));
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
