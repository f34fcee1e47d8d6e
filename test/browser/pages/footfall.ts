import type { FootfallSpanView } from '../../../gateway/http/contract-footfall.ts';
import type { Answers } from '../fixture-server.ts';

const DAY_MS = 86_400_000;
const datesOf = (query: URLSearchParams): string[] => {
  const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')];
  return Array.from({ length: (to - from) / DAY_MS + 1 }, (_, i) => new Date(from + i * DAY_MS).toISOString().slice(0, 10));
};

/** More people at weekends and towards the evening; the same days give the same people. */
function busy(query: URLSearchParams): FootfallSpanView {
  const dates = datesOf(query);
  const days = dates.map((date) => {
    const weekday = new Date(date).getUTCDay();
    const people = 180 + 40 * (weekday % 6 === 0 ? 3 : weekday) + (Number(date.slice(8)) % 7) * 6;
    return { date, in: people, out: people - 2, peak: Math.round(people / 12) };
  });
  const hours = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    Array.from({ length: 11 }, (_, i) => ({ weekday, hour: 10 + i, in: 6 + weekday * 2 + ((i * i) % 17), days: 1 })),
  );
  const sum = (of: 'in' | 'out') => days.reduce((total, day) => total + day[of], 0);
  return {
    from: dates[0] ?? '',
    to: dates.at(-1) ?? '',
    in: sum('in'),
    out: sum('out'),
    peak: { people: Math.max(...days.map(({ peak }) => peak)), at: Date.parse(dates.at(-1) ?? '') + 10 * 3_600_000 },
    days,
    hours,
    doors: [{ zone: 'entrance', in: sum('in'), out: sum('out') }],
  };
}

const empty = (query: URLSearchParams): FootfallSpanView => {
  const days = datesOf(query).map((date) => ({ date, in: 0, out: 0, peak: 0 }));
  return { from: days[0]?.date ?? '', to: days.at(-1)?.date ?? '', in: 0, out: 0, peak: null, days, hours: [], doors: [] };
};

export const footfall: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { 'insight/footfall': busy },
  empty: { 'insight/footfall': empty },
};
