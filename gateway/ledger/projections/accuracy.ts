import type { ProjectorFactory } from './projector.ts';

/** The figures of each night; a night that is told again has its last word. */
export const createAccuracy: ProjectorFactory = (db) => {
  const measure = db.prepare(
    'INSERT OR REPLACE INTO accuracy_nights (kind, day, labels, correct, brier, deciles) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return (event) => {
    if (event.type !== 'accuracy.measured') return;
    const { kind, day, labels, right, brier, table } = event;
    measure.run(kind, day, labels, right, brier, JSON.stringify(table));
  };
};
