import type { ReplayView } from '../../http/contract-journey.ts';
import { BUCKET_MS } from '../projections/footfall.ts';
import type { QueryContext } from './context.ts';
import { dayNamed, dayOf } from './local-day.ts';
import { number, numberOrNull, text } from './row.ts';

/** A stay that began earlier than this before the day is not looked for: visits end when the shop closes. */
const LONGEST_STAY_MS = 12 * 3_600_000;

/** A store-local day by zone and quarter of an hour: people of visits, by the share of the quarter for which they were there. */
export function createReplay({ db, catalogue, clock }: QueryContext): (date?: string) => ReplayView {
  const stays = db.prepare(
    `SELECT z.zone, max(z.since, $start) AS since, z.until, v.party FROM visit_zones z JOIN visits v USING (visit)
     WHERE z.since >= $start - ${LONGEST_STAY_MS} AND z.since < $end AND coalesce(z.until, $end) > $start`,
  );
  return (date) => {
    const day = date === undefined ? dayOf(clock(), catalogue.timezone) : dayNamed(date, catalogue.timezone);
    const now = Math.min(clock(), day.to);
    const quarters = new Map<number, Map<string, number>>();
    for (const row of stays.all({ $start: day.from, $end: day.to })) {
      const [zone, since, party] = [text(row.zone), number(row.since), number(row.party)];
      const until = Math.min(numberOrNull(row.until) ?? now, day.to);
      for (let at = day.from + Math.floor((since - day.from) / BUCKET_MS) * BUCKET_MS; at < until; at += BUCKET_MS) {
        const share = (Math.min(until, at + BUCKET_MS) - Math.max(since, at)) / BUCKET_MS;
        const people = quarters.get(at) ?? new Map<string, number>();
        quarters.set(at, people.set(zone, (people.get(zone) ?? 0) + share * party));
      }
    }
    return { date: day.date, quarters: [...everyQuarter(quarters)] };
  };
}

/** From the first quarter with somebody to the last one, those with nobody between them too. */
function* everyQuarter(quarters: ReadonlyMap<number, ReadonlyMap<string, number>>): Generator<ReplayView['quarters'][number]> {
  const last = Math.max(...quarters.keys());
  for (let at = Math.min(...quarters.keys()); at <= last; at += BUCKET_MS) {
    const people = [...(quarters.get(at) ?? [])].map(([zone, n]) => [zone, Math.round(n * 100) / 100]);
    yield { at, people: Object.fromEntries(people) };
  }
}
