/**
 * How the bench speaks to its other processes: one question, one answer, checked when it arrives.
 * What is measured runs in a process of its own, so that neither the bench's own work nor the server
 * that is spoken to shows in its time and memory.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';

const questionSchema = z.object({ id: z.number(), topic: z.string(), details: z.unknown() });
const answerSchema = z.object({
  id: z.number(),
  answer: z.unknown(),
  error: z.nullable(z.string()),
});

export interface Other {
  /** Asks the other process to do something. Rejects with its error, or when it ends first. */
  ask<Answer>(topic: string, details: unknown, schema: z.ZodMiniType<Answer>): Promise<Answer>;
  /** Ends the process; resolves when it is gone. */
  close(): Promise<void>;
}

/** Starts a TypeScript program of this folder. `flags` are Node's. */
export function startOther(
  file: string,
  { env = {}, flags = [] }: { env?: Readonly<Record<string, string>>; flags?: string[] } = {},
): Other {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: ['--import', 'tsx', '--enable-source-maps', ...flags],
    env: { ...process.env, ...env },
  });
  const waiting = new Map<number, { take(answer: unknown): void; fail(error: Error): void }>();
  let asked = 0;
  child.on('message', (message) => {
    const { id, answer, error } = answerSchema.parse(message);
    const who = waiting.get(id);
    waiting.delete(id);
    if (error === null) who?.take(answer);
    else who?.fail(new Error(`${file}: ${error}`));
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      for (const { fail } of waiting.values()) fail(new Error(`${file} ended (${code ?? signal})`));
      resolve();
    });
  });
  return {
    async ask(topic, details, schema) {
      const id = asked++;
      const answer = await new Promise<unknown>((take, fail) => {
        waiting.set(id, { take, fail });
        child.send({ id, topic, details });
      });
      return schema.parse(answer);
    },
    async close() {
      child.disconnect();
      await gone;
    },
  };
}

/** The other end: answers each question by its topic, one after the other or side by side. */
export function answerQuestions(
  topics: Readonly<Record<string, (details: unknown) => Promise<unknown>>>,
): void {
  process.on('message', async (message) => {
    const { id, topic, details } = questionSchema.parse(message);
    try {
      const answer = await topics[topic]?.(details);
      process.send?.({ id, answer: answer ?? null, error: null });
    } catch (error) {
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ id, answer: null, error: words });
    }
  });
  // Without its parent it has nothing to do.
  process.on('disconnect', () => process.exit(0));
}
