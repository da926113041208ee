/** The official CLI's `invoke`: connected once, then many commands in one process. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { acceptedNode } from '../../scripts/official-cli.mjs';
import { makeCheckout } from './checkout.ts';
import { cleanEnvironment, type Ended, run } from './run.ts';

export interface Invoker {
  /** `auth start`: the CLI opens a browser at the URL, and waits for it at `port`. */
  start(port: number, openBrowser: (authorizeUrl: string) => Promise<void>): Promise<Ended>;
  /** `create execute_workflow`, with input data for an operation. One at a time. */
  invoke(what: string, inputData?: Readonly<Record<string, unknown>>): Promise<Ended>;
  /** What `.env` says in the end; later lines win, as they do for the CLI. */
  readEnv(): ReadonlyMap<string, string>;
  close(): void;
}

const MANY_COMMANDS = fileURLToPath(new URL('many-commands.mjs', import.meta.url));
const ENDED = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });

/** @param env written into `.env`, which is where the CLI looks for settings and connections. */
export function openInvoker(env: Readonly<Record<string, string>>): Invoker {
  const checkout = makeCheckout('link');
  const envFile = path.join(checkout.folder, '.env');
  const lines = Object.entries(env).map(([name, value]) => `${name}='${value}'\n`);
  appendFileSync(envFile, lines.join(''));
  let cli: ChildProcess | undefined;

  return {
    async start(port, openBrowser) {
      const place = ['--redirect-uri', `http://localhost:${port}`, '--local-port', String(port)];
      const args = ['invoke', 'auth', 'start', ...place, '--non-interactive'];
      let opened: Promise<void> | undefined;
      const ended = await run(execPath, ['scripts/omniscope-zapier.mjs', ...args], {
        cwd: checkout.folder,
        onStderr(text) {
          const url = /If no browser opens, open this address yourself: (https:\S+)/.exec(
            text,
          )?.[1];
          if (url !== undefined) opened ??= openBrowser(url);
        },
      });
      await opened;
      return ended;
    },
    async invoke(what, inputData) {
      cli ??= fork(MANY_COMMANDS, {
        cwd: checkout.folder,
        env: cleanEnvironment(),
        execPath: acceptedNode(),
        execArgv: [],
      });
      const input = inputData === undefined ? [] : ['--inputData', JSON.stringify(inputData)];
      cli.send(['invoke', ...what.split(' '), '--non-interactive', ...input]);
      const reply = once(cli, 'message');
      const died = once(cli, 'exit').then(([code]) => {
        throw new Error(`The CLI's process ended with ${code}.`);
      });
      const [ended]: unknown[] = await Promise.race([reply, died]);
      return ENDED.parse(ended);
    },
    readEnv() {
      const all = readFileSync(envFile, 'utf8');
      return new Map(
        [...all.matchAll(/^(\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value]),
      );
    },
    close() {
      cli?.disconnect();
      checkout.remove();
    },
  };
}
