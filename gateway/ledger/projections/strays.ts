import type { ProjectorFactory } from './projector.ts';

/** Items on the wrong shelf, as long as they lie there. */
export const createStrays: ProjectorFactory = (db) => {
  const found = db.prepare('INSERT OR REPLACE INTO strays (epc, gtin, home, zone, since, confidence) VALUES (?, ?, ?, ?, ?, ?)');
  const cleared = db.prepare('DELETE FROM strays WHERE epc = ?');
  return (event) => {
    if (event.type === 'stray.cleared') cleared.run(event.epc);
    if (event.type !== 'stray.found') return;
    const { epc, gtin, home, zone, at, confidence } = event;
    found.run(epc, gtin, home, zone, at, confidence);
  };
};
