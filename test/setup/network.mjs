/**
 * zapier-platform-core replaces http.request and https.request with a function of two arguments at
 * its first use, unless it finds them marked as done. nock needs the form with three, and would
 * otherwise let requests through to the real network from the second test file of a worker on.
 */
import http from 'node:http';
import https from 'node:https';

Object.assign(http, { patchedByZapier: true });
Object.assign(https, { patchedByZapier: true });
