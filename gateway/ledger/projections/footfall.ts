import type { ProjectorFactory } from './projector.ts';

/** Length of a footfall bucket, ms. */
export const BUCKET_MS = 900_000;

/** People counted in and out, and the last known occupancy, per zone and quarter hour; zone '' is the whole shop. */
export const createFootfall: ProjectorFactory = (db) => {
  const count = db.prepare(
    `INSERT INTO footfall (bucket, zone, come, gone) VALUES (?, ?, ?, ?)
     ON CONFLICT (bucket, zone) DO UPDATE SET come = come + excluded.come, gone = gone + excluded.gone`,
  );
  const occupy = db.prepare(
    `INSERT INTO occupancy (zone, bucket, people, uncertainty, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (zone, bucket) DO UPDATE SET people = excluded.people, uncertainty = excluded.uncertainty, at = excluded.at`,
  );
  return (event) => {
    switch (event.type) {
      case 'footfall.counted':
        count.run(bucketOf(event.at), event.zone, event.in, event.out);
        break;
      case 'occupancy.changed':
        occupy.run(event.zone ?? '', bucketOf(event.at), event.people, event.uncertainty, event.at);
        break;
    }
  };
};

const bucketOf = (at: number): number => Math.floor(at / BUCKET_MS) * BUCKET_MS;
