/**
 * Loaded into the official CLI before anything else: prints the address of the login that it opens a
 * browser with, for a machine without a browser. The CLI itself does not show the address.
 */
import childProcess from 'node:child_process';

const { spawn } = childProcess;

childProcess.spawn = (command, args, options) => {
  const address = Array.isArray(args) && args.find((arg) => /^https:\/\//.test(arg));
  if (address) console.error(`\nIf no browser opens, open this address yourself: ${address}\n`);
  return spawn(command, args, options);
};
