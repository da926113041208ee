/**
 * What every program of this project needs, checked before anything else is loaded: import this first.
 * Whatever is missing is said in one sentence, with what to do.
 */
import { existsSync } from 'node:fs';
import { exit, versions } from 'node:process';
import { fileURLToPath } from 'node:url';

const OLDEST = [20, 19];
const modules = fileURLToPath(new URL('../node_modules/zapier-platform-core', import.meta.url));

function missing() {
  const [major = 0, minor = 0] = versions.node.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return `Node ${OLDEST.join('.')} or newer is needed, and this is ${versions.node}: install Node 22 from https://nodejs.org and try again.`;
  }
  if (!existsSync(modules))
    return 'The packages are not installed yet: run "npm ci" and try again.';
  return null;
}

const sentence = missing();
if (sentence !== null) {
  console.error(sentence);
  exit(1);
}
