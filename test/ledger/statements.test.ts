import { expect, test } from 'vitest';
import { brandView, statement } from '../../gateway/http/contract-statement.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, MINUTE, NINE, type Told } from './events.ts';

const DAY = 86_400_000;
const HOUR = 60 * MINUTE;
/** 09:00 in the shop, so its midnight is 15 hours later. */
const at = (hours: number) => NINE + hours * HOUR;
const CPM = 333;

const shown = (hours: number, differs: Readonly<Record<string, unknown>> = {}): Told => [
  'offer.shown',
  { at: at(hours), bill: { brand: 'leaf-and-bean', cost: CPM }, ...differs },
];
const bought = (hours: number, differs: Readonly<Record<string, unknown>> = {}): Told => [
  'offer.converted',
  { at: at(hours), bill: { brand: 'leaf-and-bean', cost: 25_000 }, ...differs },
];

const month: readonly Told[] = [
  ...Array.from({ length: 5 }, () => shown(1)),
  shown(1, { display: 'display-2' }),
  shown(20),
  bought(2),
  bought(21, { by: 'picked', bill: null }),
  // Nobody had seen it, or nobody was meant to.
  bought(2, { exposed: false, bill: null }),
  bought(2, { arm: 'control', bill: null }),
  shown(1, { offer: 'other', bill: { brand: 'ACME', cost: 1 } }),
  shown(1, { offer: 'own', bill: null }),
];
const opened = (told: readonly Told[]) => {
  const all = openLedger({ file: ':memory:', clock: () => at(100) });
  all.ledger.commit(commitOf(1, events(told)));
  return { ...all, pages: all.queries(CATALOGUE) };
};

test('a brand owes for showings that displays proved and for purchases of those who saw them, day by day', () => {
  const found = opened(month).pages.statement('leaf-and-bean', at(0), at(48));
  expect(statement.strict().parse(found)).toEqual({
    brand: 'leaf-and-bean',
    from: at(0),
    to: at(48),
    impressions: 7,
    actions: 1,
    // 7 at 333 a thousand, and one purchase at 25.
    spentMinor: 27,
    lines: [
      { day: '2026-11-23', offer: 'scarf', display: 'display-1', impressions: 5, actions: 1, spentMinor: 27 },
      { day: '2026-11-23', offer: 'scarf', display: 'display-2', impressions: 1, actions: 0, spentMinor: 0 },
      { day: '2026-11-24', offer: 'scarf', display: 'display-1', impressions: 1, actions: 0, spentMinor: 0 },
    ],
  });
});

test('lines add up to the total, however they are rounded', () => {
  const told = Array.from({ length: 40 }, (_, day) => Array.from({ length: 7 }, () => shown(day * 24 + 1))).flat();
  const found = opened(told).pages.statement('leaf-and-bean', at(0), at(41 * 24));
  expect(found?.lines).toHaveLength(40);
  expect(found?.lines.reduce((sum, line) => sum + line.spentMinor, 0)).toBe(Math.round((280 * CPM) / 1_000));
  expect(found?.spentMinor).toBe(Math.round((280 * CPM) / 1_000));
});

test('brands are told apart; what the shop pays itself is nobody’s', () => {
  const { pages } = opened(month);
  expect(
    brandView
      .strict()
      .array()
      .parse(pages.brands(at(0), at(48))),
  ).toEqual([
    { brand: 'ACME', offers: ['other'], impressions: 1, actions: 0, spentMinor: 0 },
    { brand: 'leaf-and-bean', offers: ['scarf'], impressions: 7, actions: 1, spentMinor: 27 },
  ]);
  expect(pages.statement('leaf-and-bean', at(50), at(60))?.lines).toEqual([]);
  expect(pages.statement('unheard-of', at(0), at(48))).toBeNull();
  const planned = openLedger({ file: ':memory:', clock: () => NINE }).queries({
    ...CATALOGUE,
    offers: CATALOGUE.offers.map((offer) => ({ ...offer, brand: 'new-brand' })),
  });
  expect(planned.statement('new-brand', at(0), at(1))).toMatchObject({ impressions: 0, lines: [] });
});

test('what is owed outlives the visits', async () => {
  const all = opened(month);
  const before = all.pages.statement('leaf-and-bean', at(0), at(48));
  await all.expire({ visitDays: 1, now: NINE + 60 * DAY });
  expect(all.pages.statement('leaf-and-bean', at(0), at(48))).toEqual(before);
});
