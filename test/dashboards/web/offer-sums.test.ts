import { expect, test } from 'vitest';
import { groupsOf, narrowed, sumOf } from '../../../dashboards/web/state/offer-sums.ts';
import type { OfferFiguresView } from '../../../gateway/http/contract-offers.ts';

const screens = (asked: number, shown: number, acted = 0, bought = 0) => ({ asked, shown, acted, bought });
const offer = (id: string, counts: ReturnType<typeof screens>, visibleMs: number): OfferFiguresView['offers'][number] => ({
  ...{ offer: id, name: null, on: null, about: [], considered: 0, unmet: 0, causes: [], limits: null, budget: null },
  ...counts,
  visibleMs,
});
const VIEW: OfferFiguresView = {
  ...{ from: '2026-11-22', to: '2026-11-23', keptFrom: '2026-11-01' },
  offers: [offer('tea', screens(5, 4, 2, 1), 9_000), offer('scarf', screens(1, 1), 1_000), offer('quiet', screens(0, 0), 0)],
  days: [
    { date: '2026-11-22', offer: 'tea', ...screens(2, 2, 1, 1) },
    { date: '2026-11-23', offer: 'tea', ...screens(3, 2, 1) },
    { date: '2026-11-23', offer: 'scarf', ...screens(1, 1) },
  ],
  displays: [
    { display: 'door', offer: 'tea', ...screens(5, 4, 2, 1), visibleMs: 9_000 },
    { display: 'door', offer: 'scarf', ...screens(1, 1), visibleMs: 1_000 },
  ],
};

test('adds up what is grouped; days do not know how long it was in view', () => {
  expect(groupsOf(VIEW, 'display')).toEqual([{ key: 'door', ...screens(6, 5, 2, 1), visibleMs: 10_000 }]);
  expect(groupsOf(VIEW, 'day')).toEqual([
    { key: '2026-11-22', ...screens(2, 2, 1, 1), visibleMs: null },
    { key: '2026-11-23', ...screens(4, 3, 1), visibleMs: null },
  ]);
  expect(groupsOf(VIEW, 'offer').map(({ key, shown }) => [key, shown])).toEqual([
    ['tea', 4],
    ['scarf', 1],
    ['quiet', 0],
  ]);
  expect(sumOf([])).toEqual({ ...screens(0, 0), visibleMs: null });
});

test('shows one offer alone, and all of them when the address names one that nobody knows', () => {
  const one = narrowed(VIEW, 'scarf');
  expect(one.offers.map(({ offer }) => offer)).toEqual(['scarf']);
  expect(groupsOf(one, 'display')).toEqual([{ key: 'door', ...screens(1, 1), visibleMs: 1_000 }]);
  expect(narrowed(VIEW, 'gone')).toBe(VIEW);
  expect(narrowed(VIEW, undefined)).toBe(VIEW);
});
