import type { FootfallView } from '../../http/contract.ts';
import { BUCKET_MS } from '../projections/footfall.ts';
import type { QueryContext } from './context.ts';
import { dayNamed, dayOf } from './local-day.ts';
import { number, type Row, text } from './row.ts';

/**
 * One store-local day. In and out are counted at the shop's doors (zones of kind entrance and exit); a shop that has no
 * such zone counts all its lines. Between two counts the occupancy stays what it was, also over midnight.
 */
export function createFootfall({ db, catalogue, clock }: QueryContext): (date?: string) => FootfallView {
  const counted = db.prepare('SELECT bucket, zone, come, gone FROM footfall WHERE bucket >= ? AND bucket < ? ORDER BY bucket');
  const occupied = db.prepare("SELECT bucket, people FROM occupancy WHERE zone = '' AND bucket >= ? AND bucket < ? ORDER BY bucket");
  const last = db.prepare("SELECT people, uncertainty FROM occupancy WHERE zone = '' AND bucket < ? ORDER BY bucket DESC LIMIT 1");
  const doors = new Set(catalogue.zones.filter(({ kind }) => kind === 'entrance' || kind === 'exit').map(({ id }) => id));

  return (date) => {
    const day = date === undefined ? dayOf(clock(), catalogue.timezone) : dayNamed(date, catalogue.timezone);
    const rows = counted.all(day.from, day.to).filter((row) => doors.size === 0 || doors.has(text(row.zone)));
    const people = new Map(occupied.all(day.from, day.to).map((row) => [number(row.bucket), Math.round(number(row.people))]));
    const before = Math.round(number(last.get(day.from)?.people ?? 0));
    const buckets = fill(rows, people, before);
    const newest = last.get(day.to);
    return {
      date: day.date,
      occupancy: Math.round(number(newest?.people ?? 0)),
      uncertainty: number(newest?.uncertainty ?? 0),
      in: buckets.reduce((sum, bucket) => sum + bucket.in, 0),
      out: buckets.reduce((sum, bucket) => sum + bucket.out, 0),
      buckets,
    };
  };
}

/** Every bucket from the first with data to the newest, the empty ones too: a chart must not join over a quiet hour. */
function fill(rows: readonly Row[], people: ReadonlyMap<number, number>, before: number): FootfallView['buckets'] {
  const known = [...rows.map((row) => number(row.bucket)), ...people.keys()];
  const buckets: FootfallView['buckets'] = [];
  let occupancy = before;
  if (known.length === 0) return buckets;
  const newest = Math.max(...known);
  for (let at = Math.min(...known); at <= newest; at += BUCKET_MS) {
    const here = rows.filter((row) => row.bucket === at);
    occupancy = people.get(at) ?? occupancy;
    const sum = (column: 'come' | 'gone'): number => here.reduce((total, row) => total + number(row[column]), 0);
    buckets.push({ at, in: sum('come'), out: sum('gone'), occupancy });
  }
  return buckets;
}
