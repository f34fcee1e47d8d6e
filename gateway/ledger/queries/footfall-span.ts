import type { FootfallSpanView } from '../../http/contract-footfall.ts';
import type { QueryContext } from './context.ts';
import { type AskedDays, daysAsked, type LocalDay, localHour, weekdayOf } from './local-day.ts';
import { number, text } from './row.ts';

/** People across the doors between two store-local dates; which lines are doors is as in the footfall of a day. */
export function createFootfallSpan({ db, catalogue, clock }: QueryContext): (asked: AskedDays) => FootfallSpanView {
  const counted = db.prepare('SELECT bucket, zone, come, gone FROM footfall WHERE bucket >= ? AND bucket < ? ORDER BY bucket');
  const occupied = db.prepare("SELECT bucket, people FROM occupancy WHERE zone = '' AND bucket >= ? AND bucket < ? ORDER BY bucket");
  const doors = new Set(catalogue.zones.filter(({ kind }) => kind === 'entrance' || kind === 'exit').map(({ id }) => id));

  return (asked) => {
    const days = daysAsked(asked, clock(), catalogue.timezone);
    const byDay = createDayFinder(days);
    const daily = days.map(({ date }) => ({ date, in: 0, out: 0, peak: 0 }));
    const hours = new Map<string, FootfallSpanView['hours'][number]>();
    const zones = new Map<string, FootfallSpanView['doors'][number]>();
    const begun = days.filter((day) => day.from <= clock()).map(weekdayOf);
    const [first, last] = [days[0]?.from ?? 0, days.at(-1)?.to ?? 0];

    for (const row of counted.all(first, last)) {
      const zone = text(row.zone);
      if (doors.size > 0 && !doors.has(zone)) continue;
      const at = number(row.bucket);
      const index = byDay(at);
      const day = days[index];
      const sums = daily[index];
      if (day === undefined || sums === undefined) continue;
      const [come, gone] = [number(row.come), number(row.gone)];
      sums.in += come;
      sums.out += gone;
      const door = zones.get(zone) ?? { zone, in: 0, out: 0 };
      zones.set(zone, { zone, in: door.in + come, out: door.out + gone });
      const [weekday, hour] = [weekdayOf(day), localHour(at, day, catalogue.timezone)];
      const key = `${weekday} ${hour}`;
      const known = hours.get(key) ?? { weekday, hour, in: 0, days: begun.filter((one) => one === weekday).length };
      hours.set(key, { ...known, in: known.in + come });
    }
    let peak: FootfallSpanView['peak'] = null;
    for (const row of occupied.all(first, last)) {
      const [at, people] = [number(row.bucket), Math.round(number(row.people))];
      const sums = daily[byDay(at)];
      if (sums !== undefined) sums.peak = Math.max(sums.peak, people);
      if (people > (peak?.people ?? 0)) peak = { people, at };
    }
    return {
      from: days[0]?.date ?? '',
      to: days.at(-1)?.date ?? '',
      ...{ peak, days: daily },
      in: daily.reduce((sum, day) => sum + day.in, 0),
      out: daily.reduce((sum, day) => sum + day.out, 0),
      hours: [...hours.values()].sort((a, b) => a.weekday - b.weekday || a.hour - b.hour),
      doors: [...zones.values()].sort((a, b) => b.in - a.in || a.zone.localeCompare(b.zone)),
    };
  };
}

/** Index of the day that a moment falls in, for moments that never go back. */
function createDayFinder(days: readonly LocalDay[]): (at: number) => number {
  let index = 0;
  let newest = 0;
  return (at) => {
    if (at < newest) index = 0;
    newest = at;
    while (at >= (days[index]?.to ?? Infinity)) index++;
    return index;
  };
}
