import type { ProjectorFactory } from './projector.ts';

/** What goes with what: the rules of the newest night; of the nights before nobody asks. */
export const createAssociations: ProjectorFactory = (db) => {
  const clear = db.prepare('DELETE FROM associations');
  const add = db.prepare('INSERT INTO associations (a, b, rank, day, support, confidence, lift) VALUES (?, ?, ?, ?, ?, ?, ?)');
  return (event) => {
    if (event.type !== 'associations.measured') return;
    clear.run();
    for (const [rank, { a, b, support, confidence, lift }] of event.rules.entries())
      add.run(a, b, rank, event.day, support, confidence, lift);
  };
};
