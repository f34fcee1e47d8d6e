import type { ProjectorFactory } from './projector.ts';

/** Receipts. A receipt that the till tells twice is one. */
export const createSales: ProjectorFactory = (db) => {
  const insert = db.prepare(
    'INSERT INTO sales (sale, at, visit, visitor, total, lines) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sale) DO NOTHING',
  );
  return (event) => {
    if (event.type !== 'sale.recorded') return;
    insert.run(event.sale, event.at, event.visit, event.visitor, event.total, JSON.stringify(event.lines));
  };
};
