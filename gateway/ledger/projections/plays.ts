import { BUCKET_MS } from './footfall.ts';
import type { ProjectorFactory } from './projector.ts';

/** Proven showings, and purchases by those who saw one, with what they cost whom. */
export const createPlays: ProjectorFactory = (db) => {
  const add = db.prepare(
    `INSERT INTO plays (bucket, offer, display, brand, plays, bought, cost) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (bucket, offer, display, brand) DO UPDATE SET plays = plays + excluded.plays, bought = bought + excluded.bought,
       cost = cost + excluded.cost`,
  );
  const bucketOf = (at: number): number => Math.floor(at / BUCKET_MS) * BUCKET_MS;
  return (event) => {
    if (event.type === 'offer.shown') {
      add.run(bucketOf(event.at), event.offer, event.display, event.bill?.brand ?? '', 1, 0, event.bill?.cost ?? 0);
    } else if (event.type === 'offer.converted' && event.by === 'bought' && event.arm === 'treatment' && event.exposed) {
      add.run(bucketOf(event.at), event.offer, event.display ?? '', event.bill?.brand ?? '', 0, 1, event.bill?.cost ?? 0);
    }
  };
};
