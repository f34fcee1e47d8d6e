import { parentPort } from 'node:worker_threads';
import { checkFile, type FileCheck } from './offer-check.ts';

export interface CheckRequest {
  readonly id: number;
  readonly file: string;
  readonly text: string;
}

export type CheckReply =
  | { readonly id: number; readonly ok: true; readonly check: FileCheck }
  | { readonly id: number; readonly ok: false; readonly message: string };

function answer({ id, file, text }: CheckRequest): CheckReply {
  try {
    return { id, ok: true, check: checkFile(file, text) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

// Without a parent this file was only imported.
parentPort?.on('message', (request: CheckRequest) => parentPort?.postMessage(answer(request)));
