import { parentPort } from 'node:worker_threads';
import { checkFile, type FileCheck } from './offer-check.ts';
import { type EditedFile, editFile, type FileState, readFile } from './store-check.ts';

/** What the thread is asked, and what it answers. */
export interface Questions {
  readonly offers: { readonly input: Parameters<typeof checkFile>; readonly answer: FileCheck };
  readonly state: { readonly input: Parameters<typeof readFile>; readonly answer: FileState };
  readonly edit: { readonly input: Parameters<typeof editFile>; readonly answer: EditedFile };
}

type Request<K extends keyof Questions> = { readonly id: number; readonly question: K; readonly input: Questions[K]['input'] };
export type CheckRequest = { [K in keyof Questions]: Request<K> }[keyof Questions];

export type CheckReply =
  | { readonly id: number; readonly ok: true; readonly answer: Questions[keyof Questions]['answer'] }
  | { readonly id: number; readonly ok: false; readonly message: string };

function workOut(request: CheckRequest): Questions[keyof Questions]['answer'] {
  if (request.question === 'offers') return checkFile(...request.input);
  if (request.question === 'state') return readFile(...request.input);
  return editFile(...request.input);
}

function answer(request: CheckRequest): CheckReply {
  try {
    return { id: request.id, ok: true, answer: workOut(request) };
  } catch (error) {
    return { id: request.id, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

// Without a parent this file was only imported.
parentPort?.on('message', (request: CheckRequest) => parentPort?.postMessage(answer(request)));
