import { Worker } from 'node:worker_threads';
import { GatewayError } from '../errors.ts';
import type { Figures } from './figures.ts';
import type { Labelled } from './labelled.ts';
import type { Point } from './search.ts';

export interface TuneRequest {
  readonly id: number;
  readonly labelled: Labelled;
  readonly point: Point;
}

export type TuneReply =
  | { readonly id: number; readonly ok: true; readonly figures: Figures }
  | { readonly id: number; readonly ok: false; readonly message: string };

interface Task {
  readonly request: TuneRequest;
  readonly resolve: (figures: Figures) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that replay recordings, each one at a time. */
export interface WorkerPool {
  /** Rejects with RECORDING_INVALID when the replay failed, whatever the reason. */
  evaluate(labelled: Labelled, point: Point): Promise<Figures>;
  /** Ends the threads; what is still under way is given up. */
  stop(): Promise<void>;
}

export function createWorkerPool(size: number): WorkerPool {
  const waiting: Task[] = [];
  const busy = new Map<Worker, Task>();
  let number = 0;

  const next = (worker: Worker): void => {
    const task = waiting.shift();
    if (task === undefined) {
      busy.delete(worker);
      return;
    }
    busy.set(worker, task);
    worker.postMessage(task.request);
  };
  const begin = (): Worker => {
    const worker = new Worker(new URL('./tune-worker.ts', import.meta.url));
    worker.on('message', (reply: TuneReply) => {
      const task = busy.get(worker);
      if (task !== undefined) {
        if (reply.ok) task.resolve(reply.figures);
        else task.reject(new GatewayError('RECORDING_INVALID', reply.message, { folder: task.request.labelled.folder }));
      }
      next(worker);
    });
    worker.on('error', (error) => busy.get(worker)?.reject(error));
    return worker;
  };
  const workers = Array.from({ length: size }, begin);

  return {
    evaluate: (labelled, point) =>
      new Promise((resolve, reject) => {
        waiting.push({ request: { id: ++number, labelled, point }, resolve, reject });
        const free = workers.find((worker) => !busy.has(worker));
        if (free !== undefined) next(free);
      }),
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
