/**
 * The official CLI in one process for many commands, which its parent sends one after the other: loading
 * the CLI takes seconds of a core, a command a fraction of one. Each reply has what the command printed
 * and how it ended.
 */
import { createRequire } from 'node:module';
import path from 'node:path';

const bin = createRequire(import.meta.url).resolve('zapier-platform-cli/src/bin/run');
const { run, handle } = createRequire(bin)('@oclif/core');

/** @returns what is written to a stream while `work` is done, which then is written nowhere else */
async function collect(stream, work) {
  const { write } = stream;
  let text = '';
  stream.write = (chunk) => {
    text += chunk;
    return true;
  };
  try {
    await work();
  } finally {
    stream.write = write;
  }
  return text;
}

async function runCommand(args) {
  let code = 0;
  // The CLI's own way to tell of an error ends the process.
  process.exit = (exitCode) => {
    code = exitCode ?? 0;
  };
  const command = () => run(args, path.dirname(bin)).catch(handle);
  let stdout = '';
  const stderr = await collect(process.stderr, async () => {
    stdout = await collect(process.stdout, command);
  });
  return { code, stdout, stderr };
}

const { exit } = process;
let last = Promise.resolve();
process.on('message', (args) => {
  last = last.then(async () => process.send(await runCommand(args)));
});
process.on('disconnect', () => exit());
