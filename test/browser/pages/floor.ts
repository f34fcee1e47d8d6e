import type { ReplayView } from '../../../gateway/http/contract-journey.ts';
import type { Answers } from '../fixture-server.ts';
import { fixtureStore } from '../fixture-shop.ts';
import { emptyZones, zoneFigures } from './journey.ts';

const QUARTER_MS = 900_000;

/** From ten to eight in Taipei: a crowd that wanders from zone to zone, most people at noon. */
function replay(query: URLSearchParams): ReplayView {
  const date = query.get('date') ?? '';
  const opening = Date.parse(`${date}T10:00:00+08:00`);
  const quarters = Array.from({ length: 40 }, (_, n) => {
    const crowd = 8 * Math.exp(-((n - 12) ** 2) / 60);
    const people = fixtureStore.zones.map(({ id }, z) => [id, Math.round(crowd * (1 + Math.cos(n / 4 + z * 1.7)) * 50) / 100] as const);
    return { at: opening + n * QUARTER_MS, people: Object.fromEntries(people.filter(([id]) => id !== 'storage')) };
  });
  return { date, quarters };
}

export const floor: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { 'insight/zones': zoneFigures, 'insight/replay': replay },
  empty: { 'insight/zones': emptyZones, 'insight/replay': (query) => ({ date: query.get('date') ?? '', quarters: [] }) },
};
