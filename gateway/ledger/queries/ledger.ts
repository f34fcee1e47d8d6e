import type { LedgerView } from '../../http/contract.ts';
import type { QueryContext } from './context.ts';
import { number, type Row, text } from './row.ts';

/** Samples shown, newest first. */
const SHOWN = 100;

export type LedgerPart = Omit<LedgerView, 'pending' | 'balanced' | 'journal'>;

/**
 * What became of everything that came in. `received` is the number of the last frame whose effects are in the ledger: the
 * journal numbers frames without gaps, so it is counted apart from the outcomes and must equal their sum. The caller adds
 * what waits in the journal, to `received` too.
 */
export function createLedgerPart({ db }: QueryContext): () => LedgerPart {
  const reach = db.prepare('SELECT seq FROM meta');
  const outcomes = db.prepare('SELECT outcome, sum(frames) AS n FROM frame_counts GROUP BY outcome ORDER BY outcome');
  const waiting = db.prepare('SELECT sink, count(*) AS n FROM outbox WHERE body IS NOT NULL GROUP BY sink');
  const ended = db.prepare('SELECT sink, outcome, sum(amount) AS n FROM outbox_totals GROUP BY sink, outcome');
  const samples = db.prepare(
    `SELECT id, at, reason, detail, device, topic, sample, bytes FROM quarantine ORDER BY at DESC, id DESC LIMIT ${SHOWN}`,
  );
  return () => {
    const counts = new Map(outcomes.all().map((row) => [text(row.outcome), number(row.n)]));
    return {
      received: number(reach.get()?.seq),
      applied: counts.get('applied') ?? 0,
      duplicate: counts.get('duplicate') ?? 0,
      rejected: byReason(counts, 'rejected'),
      evicted: byReason(counts, 'evicted'),
      refused: byReason(counts, 'refused'),
      warnings: byReason(counts, 'warning'),
      outbox: bySink(waiting.all(), ended.all()),
      quarantine: samples.all().map(toSample),
    };
  };
}

/** `rejected:too-long` → 12 becomes `too-long` → 12. */
function byReason(counts: ReadonlyMap<string, number>, outcome: string): Record<string, number> {
  const prefix = `${outcome}:`;
  const found = [...counts].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, n]) => [name.slice(prefix.length), n]));
}

function bySink(waiting: readonly Row[], ended: readonly Row[]): LedgerPart['outbox'] {
  const sinks: LedgerPart['outbox'] = {};
  const at = (row: Row) => {
    const sink = sinks[text(row.sink)] ?? { waiting: 0, delivered: 0, failed: 0 };
    sinks[text(row.sink)] = sink;
    return sink;
  };
  for (const row of waiting) at(row).waiting = number(row.n);
  for (const row of ended) at(row)[row.outcome === 'delivered' ? 'delivered' : 'failed'] = number(row.n);
  return sinks;
}

const toSample = (row: Row): LedgerPart['quarantine'][number] => ({
  id: number(row.id),
  at: number(row.at),
  reason: text(row.reason),
  detail: text(row.detail),
  device: text(row.device),
  topic: text(row.topic),
  sample: text(row.sample),
  bytes: number(row.bytes),
});
