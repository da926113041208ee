/** The official CLI's `invoke`, with a few folders to run in at the same time. */
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execPath } from 'node:process';
import { acceptedNode } from '../../scripts/official-cli.mjs';
import { type Checkout, makeCheckout } from './checkout.ts';
import { type Ended, run } from './run.ts';

export interface Invoker {
  /** `create execute_workflow`, with input data for an operation. Waits for a folder to be free. */
  invoke(what: string, inputData?: Readonly<Record<string, unknown>>): Promise<Ended>;
  /** `auth start`: the CLI opens a browser at the URL, and waits for it at `port`. */
  start(port: number, openBrowser: (authorizeUrl: string) => Promise<void>): Promise<Ended>;
  /** What `.env` says in the end; later lines win, as they do for the CLI. */
  readEnv(): ReadonlyMap<string, string>;
  close(): void;
}

/** The CLI writes into the folder that it runs in, so that each process needs its own. */
const FOLDERS = 2;

/** @param env written into `.env`, which is where the CLI looks for settings and connections. */
export function openInvoker(env: Readonly<Record<string, string>>): Invoker {
  const checkouts = Array.from({ length: FOLDERS }, () => makeCheckout('link'));
  const [first] = checkouts;
  if (first === undefined) throw new Error('There is no folder to run in.');
  const envOf = ({ folder }: Checkout) => path.join(folder, '.env');
  const lines = Object.entries(env).map(([name, value]) => `${name}='${value}'\n`);
  for (const checkout of checkouts) appendFileSync(envOf(checkout), lines.join(''));

  const free = [...checkouts];
  const waiting: ((checkout: Checkout) => void)[] = [];

  function take(): Promise<Checkout> {
    const checkout = free.shift();
    if (checkout !== undefined) return Promise.resolve(checkout);
    return new Promise((resolve) => waiting.push(resolve));
  }

  function giveBack(checkout: Checkout): void {
    const next = waiting.shift();
    if (next === undefined) free.push(checkout);
    else next(checkout);
  }

  // `auth start` shows that this project's Node will do; the others need not look for a newer one again.
  const node = acceptedNode();
  const cli = (args: readonly string[]) => ['scripts/omniscope-zapier.mjs', 'invoke', ...args];

  return {
    async invoke(what, inputData) {
      const checkout = await take();
      const input = inputData === undefined ? [] : ['--inputData', JSON.stringify(inputData)];
      const args = cli([...what.split(' '), '--non-interactive', ...input]);
      try {
        return await run(node, args, { cwd: checkout.folder });
      } finally {
        giveBack(checkout);
      }
    },
    async start(port, openBrowser) {
      const place = ['--redirect-uri', `http://localhost:${port}`, '--local-port', String(port)];
      let opened: Promise<void> | undefined;
      const ended = await run(execPath, cli(['auth', 'start', ...place, '--non-interactive']), {
        cwd: first.folder,
        onStderr(text) {
          const url = /If no browser opens, open this address yourself: (https:\S+)/.exec(
            text,
          )?.[1];
          if (url !== undefined) opened ??= openBrowser(url);
        },
      });
      await opened;
      const connected = readFileSync(envOf(first));
      for (const checkout of checkouts.slice(1)) appendFileSync(envOf(checkout), connected);
      return ended;
    },
    readEnv() {
      const all = checkouts.map((checkout) => readFileSync(envOf(checkout), 'utf8')).join('\n');
      return new Map(
        [...all.matchAll(/^(\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value]),
      );
    },
    close() {
      for (const checkout of checkouts) checkout.remove();
    },
  };
}
