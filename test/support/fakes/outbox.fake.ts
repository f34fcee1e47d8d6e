import { instant } from '../../../gateway/domain/units.ts';
import type { Outbox, OutboxRow } from '../../../gateway/pipeline/ledger-port.ts';

/** An outbox in memory that keeps the rules of the real one. */
export function createOutboxFake() {
  const rows: (OutboxRow & { id: number; attempts: number })[] = [];
  const done = { delivered: [] as number[], failed: [] as { id: number; reason: string }[] };
  const listeners = new Set<() => void>();
  let nextId = 1;
  const remove = (ids: readonly number[]): void => {
    for (const id of ids) {
      const at = rows.findIndex((row) => row.id === id);
      if (at >= 0) rows.splice(at, 1);
    }
  };
  const outbox: Outbox = {
    pending: (sink, limit) => rows.filter((row) => row.sink === sink).slice(0, limit),
    waiting: (sink) => rows.filter((row) => row.sink === sink).length,
    delivered(ids) {
      remove(ids);
      done.delivered.push(...ids);
    },
    failed(ids, reason) {
      remove(ids);
      done.failed.push(...ids.map((id) => ({ id, reason })));
    },
    attempted(ids) {
      for (const row of rows) if (ids.includes(row.id)) row.attempts++;
    },
    onPending(_sink, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    outbox,
    done,
    rows,
    put(sink: string, bodies: readonly unknown[], expires: number | null = null): void {
      for (const body of bodies) {
        const id = nextId++;
        rows.push({ id, sink, key: String(id), at: instant(0), expires: expires === null ? null : instant(expires), body, attempts: 0 });
      }
      for (const listener of listeners) listener();
    },
  };
}
