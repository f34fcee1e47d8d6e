import type { ZoneView } from '../../http/contract.ts';
import type { QueryContext } from './context.ts';
import { dayOf } from './local-day.ts';
import { number, type Row, text } from './row.ts';

/** Every zone of the shop: people of open visits last seen there, items there, visits that came through today. */
export function createZones({ db, catalogue, clock }: QueryContext): () => ZoneView[] {
  const people = db.prepare('SELECT zone, sum(party) AS n FROM visits WHERE finish IS NULL AND zone IS NOT NULL GROUP BY zone');
  const tags = db.prepare("SELECT zone, count(*) AS n FROM items WHERE state IN ('present', 'picked') AND zone IS NOT NULL GROUP BY zone");
  const visits = db.prepare('SELECT zone, count(DISTINCT visit) AS n FROM visit_zones WHERE since >= ? GROUP BY zone');
  return () => {
    const peopleIn = counts(people.all());
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
