import type { DatabaseSync } from 'node:sqlite';
import type { ReaderCatalogue } from './catalogue.ts';

/** What every query is made from. */
export interface QueryContext {
  readonly db: DatabaseSync;
  readonly catalogue: ReaderCatalogue;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}
