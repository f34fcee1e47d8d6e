import type { ZoneView } from '../../http/contract.ts';
import type { QueryContext } from './context.ts';
import { dayOf } from './local-day.ts';
import { number, type Row, text } from './row.ts';

/** Nobody stands in the door for longer: who was counted there and heard of nowhere since is somewhere in the shop. */
const IN_THE_DOOR_MS = 120_000;
const DOORS = ['entrance', 'exit'];

/**
 * Every zone of the shop: people of open visits last seen there (at a door only those of the last two minutes), items there, visits that came
 * through today.
 */
export function createZones({ db, catalogue, clock }: QueryContext): () => ZoneView[] {
  const people = db.prepare(
    `SELECT v.zone AS zone, sum(v.party) AS n, coalesce(sum(v.party) FILTER (WHERE coalesce(z.since, v.start) >= ?), 0) AS lately
     FROM visits v LEFT JOIN visit_zones z ON z.visit = v.visit AND z.until IS NULL AND z.zone = v.zone
     WHERE v.finish IS NULL AND v.zone IS NOT NULL GROUP BY v.zone`,
  );
  const tags = db.prepare("SELECT zone, count(*) AS n FROM items WHERE state IN ('present', 'picked') AND zone IS NOT NULL GROUP BY zone");
  const visits = db.prepare('SELECT zone, count(DISTINCT visit) AS n FROM visit_zones WHERE since >= ? GROUP BY zone');
  const doors = new Set(catalogue.zones.filter(({ kind }) => DOORS.includes(kind)).map(({ id }) => id));
  const peopleNow = (): ReadonlyMap<string, number> =>
    new Map(
      people.all(clock() - IN_THE_DOOR_MS).map((row) => {
        const zone = text(row.zone);
        return [zone, number(doors.has(zone) ? row.lately : row.n)];
      }),
    );
  return () => {
    const peopleIn = peopleNow();
    const tagsIn = counts(tags.all());
    const visitsIn = counts(visits.all(dayOf(clock(), catalogue.timezone).from));
    return catalogue.zones.map(({ id }) => ({
      id,
      people: peopleIn.get(id) ?? 0,
      tags: tagsIn.get(id) ?? 0,
      visitsToday: visitsIn.get(id) ?? 0,
    }));
  };
}

const counts = (rows: readonly Row[]): ReadonlyMap<string, number> => new Map(rows.map((row) => [text(row.zone), number(row.n)]));
