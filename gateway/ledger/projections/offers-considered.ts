import type { ProjectorFactory } from './projector.ts';

const HOUR_MS = 3_600_000;

/** How often offers were looked at, and how often their condition held, by hour of epoch time. */
export const createOffersConsidered: ProjectorFactory = (db) => {
  const add = db.prepare(
    `INSERT INTO offers_considered (offer, hour, times, held) VALUES (?, ?, ?, ?)
     ON CONFLICT (offer, hour) DO UPDATE SET times = times + excluded.times, held = held + excluded.held`,
  );
  return (event) => {
    if (event.type !== 'offers.considered') return;
    const hour = Math.floor(event.at / HOUR_MS) * HOUR_MS;
    for (const { offer, times, held } of event.counts) add.run(offer, hour, times, held);
  };
};
