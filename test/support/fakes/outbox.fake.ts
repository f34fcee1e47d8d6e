import { instant } from '../../../gateway/domain/units.ts';
import type { Epitaph, Outbox, PendingRow } from '../../../gateway/pipeline/ledger-port.ts';

/** An outbox in memory that keeps the rules of the real one. */
export function createOutboxFake() {
  const rows: (PendingRow & { attempts: number })[] = [];
  const done = { delivered: [] as number[], failed: [] as { id: number; reason: string }[], buried: [] as Epitaph[] };
  const listeners = new Set<() => void>();
  let nextId = 1;
  const remove = (ids: readonly number[]): void => {
    for (const id of ids) {
      const at = rows.findIndex((row) => row.id === id);
      if (at >= 0) rows.splice(at, 1);
    }
  };
  const outbox: Outbox = {
    add(fresh) {
      for (const row of fresh)
        if (!rows.some(({ sink, key }) => sink === row.sink && key === row.key))
          rows.push({ ...row, id: nextId++, attempts: 0, since: row.at });
      for (const listener of listeners) listener();
    },
    pending: (sink, limit) => rows.filter((row) => row.sink === sink).slice(0, limit),
    sinks: () => [...new Set(rows.map(({ sink }) => sink))].sort(),
    waiting: (sink) => rows.filter((row) => row.sink === sink).length,
    delivered(ids) {
      remove(ids);
      done.delivered.push(...ids);
    },
    failed(ids, reason) {
      remove(ids);
      done.failed.push(...ids.map((id) => ({ id, reason })));
    },
    bury(epitaphs) {
      remove(epitaphs.map(({ id }) => id));
      done.buried.push(...epitaphs);
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
        const at = instant(0);
        rows.push({ id, sink, key: String(id), at, since: at, expires: expires === null ? null : instant(expires), body, attempts: 0 });
      }
      for (const listener of listeners) listener();
    },
  };
}
