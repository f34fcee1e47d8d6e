import type { FunnelView, WaysView, ZoneFiguresView } from '../../../gateway/http/contract-journey.ts';
import type { Answers } from '../fixture-server.ts';
import { fixtureStore } from '../fixture-shop.ts';

const daysOf = (query: URLSearchParams) => ({ from: query.get('from') ?? '', to: query.get('to') ?? '' });
/** Somewhat more in days with later dates, so that a comparison has something to say. */
const scaleOf = (query: URLSearchParams): number => 1 + Number(query.get('to')?.slice(8)) / 40;

function funnel(query: URLSearchParams): FunnelView {
  const n = (count: number): number => Math.round(count * scaleOf(query));
  const counts = {
    visits: n(1_240),
    people: n(1_730),
    identified: n(310),
    stayed: n(1_050),
    picked: n(690),
    tried: n(140),
    bought: n(330),
  };
  return { ...daysOf(query), ...counts };
}

/** Visits, stayed, picked, bought, median stay: one line per zone of the fixture's shop. */
const SEEN: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  entrance: [1_240, 180, 0, 0, 9],
  aisle: [1_105, 420, 0, 0, 21],
  coffee: [610, 505, 340, 160, 84],
  tea: [420, 330, 180, 71, 66],
  storage: [0, 0, 0, 0, 0],
  checkout: [360, 345, 0, 0, 74],
  gifts: [395, 240, 130, 62, 47],
  apparel: [480, 400, 260, 58, 132],
  fitting: [150, 140, 0, 0, 236],
};

export function zoneFigures(query: URLSearchParams): ZoneFiguresView {
  const zones = fixtureStore.zones.map(({ id }) => {
    const [visits, stayed, picked, bought, median] = (SEEN[id] ?? [0, 0, 0, 0, 0]).map((count) => Math.round(count * scaleOf(query)));
    const length = visits ? (median ?? 0) : null;
    return {
      zone: id,
      visits: visits ?? 0,
      stayed: stayed ?? 0,
      picked: picked ?? 0,
      bought: bought ?? 0,
      stays: Math.round((visits ?? 0) * 1.2),
      open: 0,
      medianS: length,
      p75S: length === null ? null : Math.round(length * 1.7),
      p95S: length === null ? null : Math.round(length * 3.1),
    };
  });
  return { ...daysOf(query), visits: Math.round(1_240 * scaleOf(query)), zones };
}

const TRIPS: readonly (readonly [from: string | null, to: string | null, times: number])[] = [
  [null, 'entrance', 1_240],
  ['entrance', 'aisle', 1_050],
  ['aisle', 'coffee', 560],
  ['aisle', 'apparel', 430],
  ['aisle', 'tea', 380],
  ['coffee', 'aisle', 300],
  ['aisle', 'gifts', 310],
  ['coffee', 'tea', 120],
  ['coffee', 'checkout', 170],
  ['apparel', 'fitting', 150],
  ['fitting', 'checkout', 70],
  ['gifts', 'checkout', 90],
  ['apparel', 'aisle', 220],
  ['tea', 'aisle', 240],
  ['checkout', 'entrance', 350],
  ['aisle', 'entrance', 520],
  ['entrance', null, 1_236],
];

const ways = (query: URLSearchParams): WaysView => ({
  ...daysOf(query),
  ways: TRIPS.map(([from, to, times]) => ({ from, to, times })).toSorted((a, b) => b.times - a.times),
});

export const emptyZones = (query: URLSearchParams): ZoneFiguresView => ({
  ...daysOf(query),
  visits: 0,
  zones: fixtureStore.zones.map(({ id }) => ({
    zone: id,
    ...{ visits: 0, stayed: 0, picked: 0, bought: 0, stays: 0, open: 0, medianS: null, p75S: null, p95S: null },
  })),
});

export const journey: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { 'insight/funnel': funnel, 'insight/zones': zoneFigures, 'insight/ways': ways },
  empty: {
    'insight/funnel': (query) => ({ ...daysOf(query), visits: 0, people: 0, identified: 0, stayed: 0, picked: 0, tried: 0, bought: 0 }),
    'insight/zones': emptyZones,
    'insight/ways': (query) => ({ ...daysOf(query), ways: [] }),
  },
};
