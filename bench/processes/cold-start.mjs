/**
 * Starts as Zapier starts an app on Lambda (the core, the app, the handler), asks for the definition,
 * and prints the milliseconds since the process began. Plain JavaScript: nothing is loaded on top.
 */
import { performance } from 'node:perf_hooks';
import zapier from 'zapier-platform-core';

const { default: app } = await import(process.argv[2]);
const handler = zapier.createAppHandler(app);
const { results } = await handler({ command: 'definition', calledFromCli: true });
if (results.platformVersion !== zapier.version) throw new Error('This is no definition.');
console.log(performance.now());
