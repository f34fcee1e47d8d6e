import type { ProjectorFactory } from './projector.ts';

/** On-shelf availability by the hour. */
export const createAvailability: ProjectorFactory = (db) => {
  const hour = db.prepare(
    `INSERT INTO availability_hours (hour, open_s, places) VALUES (?1, ?2, ?3)
     ON CONFLICT (hour) DO UPDATE SET open_s = open_s + excluded.open_s, places = max(places, excluded.places)`,
  );
  const out = db.prepare(
    `INSERT INTO availability_out (hour, section, sku, out_s) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT (hour, section, sku) DO UPDATE SET out_s = out_s + excluded.out_s`,
  );
  return (event) => {
    if (event.type !== 'availability.measured') return;
    hour.run(event.at, event.seconds, event.places);
    for (const { section, sku, seconds } of event.out) out.run(event.at, section, sku, seconds);
  };
};
