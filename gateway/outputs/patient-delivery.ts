import type { Delivery, WaitingRow } from './drain.ts';

/** What a receiver made of some rows. */
export type Outcome =
  | { readonly kind: 'taken' }
  /** It understood, and says that these rows are wrong. */
  | { readonly kind: 'refused'; readonly reason: string; readonly detail: string }
  /** It failed over them: perhaps because of the rows, perhaps because of itself. */
  | { readonly kind: 'failed'; readonly reason: string; readonly detail: string; readonly retryAfterMs: number | null }
  /** It was not reached, or is busy: that says nothing of the rows. */
  | { readonly kind: 'away'; readonly reason: string; readonly detail: string; readonly retryAfterMs: number | null };

export interface PatientOptions {
  /** Never throws. */
  readonly send: (rows: readonly WaitingRow[]) => Promise<Outcome>;
  /** Most rows of one request. */
  readonly batch: number;
  /** Rows that have waited for longer are given up as `too-late`, ms. */
  readonly giveUpAfterMs: number;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly report: (outcome: Outcome) => void;
}

/** A row over which the receiver failed so often alone is suspected of being the reason. */
const PATIENCE = 5;
/** So many rows in a row that are not taken are the receiver's fault. */
const PROBES = 3;

/**
 * Delivers rows in order to a receiver that may be down, wrong or hurt by a single row. A row is given up only when another one
 * got through: then the receiver works, and the row is what is wrong. Before that it waits, whatever the receiver says, since a
 * receiver with a wrong secret refuses everything and is mended later. A refused batch is halved until the row stands alone.
 */
export function createPatientDelivery({ send, batch, giveUpAfterMs, clock, report }: PatientOptions) {
  /** Failures of rows that were sent alone. */
  const misses = new Map<number, number>();
  let size = batch;
  /** The last request went well. */
  let works = false;

  return async (rows: readonly WaitingRow[]): Promise<Delivery> => {
    const tooLate = rows.filter((row) => row.since < clock() - giveUpAfterMs);
    const queue = rows.filter((row) => !tooLate.includes(row));
    const dead = tooLate.map(({ id }) => ({ id, reason: 'too-late', detail: '' }));
    const delivered: number[] = [];
    const tried: number[] = [];
    let suspects: { readonly id: number; readonly reason: string; readonly detail: string }[] = [];
    let retryAfterMs: number | null = null;

    for (let at = 0; at < queue.length && suspects.length < PROBES; ) {
      const chunk = queue.slice(at, at + size);
      const outcome = await send(chunk);
      report(outcome);
      tried.push(...chunk.map(({ id }) => id));
      if (outcome.kind === 'taken') {
        delivered.push(...chunk.map(({ id }) => id));
        dead.push(...suspects);
        suspects = [];
        works = true;
        size = Math.min(batch, size * 2);
        at += chunk.length;
        continue;
      }
      if (outcome.kind === 'away') {
        works = false;
        retryAfterMs = outcome.retryAfterMs;
        break;
      }
      const [row] = chunk;
      if (row === undefined || chunk.length > 1) {
        size = Math.ceil(chunk.length / 2);
        if (outcome.kind === 'refused') continue;
        works = false;
        retryAfterMs = outcome.retryAfterMs;
        break;
      }
      const missed = (misses.get(row.id) ?? 0) + 1;
      misses.set(row.id, missed);
      const epitaph = { id: row.id, reason: outcome.reason, detail: outcome.detail };
      const workedBefore = works;
      works = false;
      at++;
      if (outcome.kind === 'refused' && workedBefore) dead.push(epitaph);
      else if (outcome.kind === 'refused' || missed >= PATIENCE) suspects.push(epitaph);
      else {
        retryAfterMs = outcome.retryAfterMs;
        break;
      }
    }
    for (const id of [...delivered, ...dead.map((letter) => letter.id)]) misses.delete(id);
    return { delivered, failed: [], dead, tried, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  };
}
