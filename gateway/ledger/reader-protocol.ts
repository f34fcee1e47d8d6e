import type { ErrorCode } from '../errors.ts';
import type { ReaderCatalogue } from './queries/catalogue.ts';
import type { Queries } from './queries/create-queries.ts';

/** What travels between the gateway and its reading thread. */
export interface ReaderSetup {
  readonly file: string;
  readonly catalogue: ReaderCatalogue;
}

export interface ReaderRequest {
  readonly id: number;
  readonly query: keyof Queries;
  readonly asked: readonly unknown[];
  /** The gateway's clock at the time of asking: a thread has none that a test could set. */
  readonly now: number;
}

/** `id` 0 says that the thread is ready. */
export type ReaderReply =
  | { readonly id: number; readonly ok: true; readonly answer: unknown }
  | { readonly id: number; readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly context: string };
