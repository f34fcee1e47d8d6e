import type { ProjectorFactory } from './projector.ts';

/** Answers of shoppers, one row each. */
export const createFeedback: ProjectorFactory = (db) => {
  const give = db.prepare('INSERT INTO feedback (event, at, device, zone, visit, scale, score) VALUES (?, ?, ?, ?, ?, ?, ?)');
  return (event) => {
    if (event.type !== 'feedback.given') return;
    const { id, at, device, zone, visit, scale, score } = event;
    give.run(id, at, device, zone, visit, scale, score);
  };
};
