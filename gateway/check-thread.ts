import { Worker } from 'node:worker_threads';
import type { CheckReply, CheckRequest, Questions } from './check-worker.ts';

/** A thread that nobody asked for so long ends; the next question starts another, ms. */
const IDLE_MS = 60_000;

type Waiting = { readonly resolve: (answer: never) => void; readonly reject: (error: Error) => void };

/** Looks at files of the shop in a thread of its own. */
export interface CheckThread {
  ask<K extends keyof Questions>(question: K, input: Questions[K]['input']): Promise<Questions[K]['answer']>;
  /** Safe to call twice. */
  stop(): Promise<unknown>;
}

/** Checks files in a thread of its own: conditions by the hundred take a while, and no reading waits for an editor. */
export function createCheckThread(): CheckThread {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  const end = (cause?: unknown): Promise<unknown> => {
    clearTimeout(idle);
    const ended = worker;
    worker = null;
    for (const { reject } of waiting.values()) reject(new Error('the checking thread ended', { cause }));
    waiting.clear();
    return ended?.terminate() ?? Promise.resolve();
  };

  const start = (): Worker => {
    const started = new Worker(new URL('./check-worker.ts', import.meta.url), { name: 'file checks' });
    started.unref();
    started.on('message', (reply: CheckReply) => {
      const asker = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.ok) asker?.resolve(reply.answer as never);
      else asker?.reject(new Error(reply.message));
    });
    started.on('error', (error) => void end(error));
    worker = started;
    return started;
  };

  return {
    ask: (question, input) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle);
        idle = setTimeout(() => void end(), IDLE_MS);
        idle.unref();
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        (worker ?? start()).postMessage({ id, question, input } as CheckRequest);
      }),
    stop: () => end(),
  };
}
