import { parentPort } from 'node:worker_threads';
import { evaluateRecording } from './evaluate-recording.ts';
import type { TuneReply, TuneRequest } from './worker-pool.ts';

parentPort?.on('message', async ({ id, labelled, point }: TuneRequest) => {
  const reply = await evaluateRecording(labelled, point).then(
    (figures): TuneReply => ({ id, ok: true, figures }),
    // The form of an error does not survive the way to the other thread.
    (error: unknown): TuneReply => ({ id, ok: false, message: error instanceof Error ? error.message : String(error) }),
  );
  parentPort?.postMessage(reply);
});
