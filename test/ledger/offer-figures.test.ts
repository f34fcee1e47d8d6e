import { expect, test } from 'vitest';
import { offerFiguresView } from '../../gateway/http/contract-offers.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import type { ReaderCatalogue } from '../../gateway/ledger/queries/catalogue.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, MINUTE, NINE, type Told } from './events.ts';

const DAY = 24 * 60 * MINUTE;
const [SCARF] = CATALOGUE.offers;
if (SCARF === undefined) throw new Error('the small shop has an offer');

function figuresOf(told: readonly Told[], asked = { from: '2026-11-22', to: '2026-11-23' }, catalogue: ReaderCatalogue = CATALOGUE) {
  const opened = openLedger({ file: ':memory:', clock: () => NINE + 60 * MINUTE });
  opened.ledger.commit(commitOf(1, events(told)));
  return offerFiguresView.strict().parse(opened.queries(catalogue).offerFigures(asked));
}
const decided = (decision: string, more: Readonly<Record<string, unknown>> = {}): Told => [
  'offer.decided',
  { decision, visit: `v-${decision}`, unit: { by: 'visit', id: `v-${decision}` }, ...more },
];
const shown = (decision: string, more: Readonly<Record<string, unknown>> = {}): Told => ['offer.shown', { decision, ...more }];
const converted = (decision: string, more: Readonly<Record<string, unknown>> = {}): Told => ['offer.converted', { decision, ...more }];

test('an offer that nothing happened to is there with nothing', () => {
  expect(figuresOf([])).toMatchObject({
    from: '2026-11-22',
    to: '2026-11-23',
    keptFrom: null,
    offers: [
      { offer: 'scarf', on: 'item.picked', asked: 0, shown: 0, visibleMs: null, considered: 0, causes: [], about: [], budget: null },
    ],
    days: [],
    displays: [],
  });
});

test('counts what was asked, proved and followed, and says of the rest why not', () => {
  const { offers } = figuresOf([
    ['offers.considered', { counts: [{ offer: 'scarf', times: 12, held: 5 }] }],
    decided('seen'),
    shown('seen'),
    ['offer.played', { decision: 'seen', visible: 9_000 }],
    converted('seen', { by: 'picked', value: null }),
    decided('sold', { sku: 'SCARF' }),
    shown('sold'),
    converted('sold'),
    decided('lost'),
    ['offer.failed', { decision: 'lost' }],
    // What follows without a proof of play follows nothing that anybody saw.
    converted('lost', { exposed: false }),
    decided('held', { arm: 'control', reason: 'control', displays: [] }),
    converted('held', { arm: 'control', exposed: true }),
    decided('capped', { arm: null, unit: null, shares: null, reason: 'capped-visit', displays: [], sku: null }),
  ]);
  expect(offers).toEqual([
    {
      ...{ offer: 'scarf', name: { en: 'A scarf' }, on: 'item.picked', considered: 12, unmet: 7 },
      ...{ asked: 3, shown: 2, acted: 2, bought: 1, visibleMs: 9_000 },
      about: [
        { sku: 'TEE', name: { en: 'T-shirt', 'zh-TW': 'T恤' }, times: 3 },
        { sku: 'SCARF', name: { en: 'Scarf' }, times: 1 },
      ],
      causes: [
        { code: 'selected', times: 2 },
        { code: 'capped-visit', times: 1 },
        { code: 'control', times: 1 },
        { code: 'sent-unconfirmed', times: 1 },
      ],
      limits: { perVisit: 1, perVisitorDay: 3, perDisplayHour: 60 },
      budget: null,
    },
  ]);
});

test('a day is a day of the shop, and what lies outside the range is not counted', () => {
  const midnight = NINE - 9 * 60 * MINUTE;
  const { days, offers, keptFrom } = figuresOf([
    decided('before', { at: midnight - 2 * DAY }),
    decided('late', { at: midnight - MINUTE }),
    shown('late', { at: midnight + MINUTE }),
    decided('early', { at: midnight }),
    decided('old', { at: midnight, offer: 'retired' }),
  ]);
  expect(keptFrom).toBe('2026-11-21');
  expect(days).toEqual([
    { date: '2026-11-22', offer: 'scarf', asked: 1, shown: 1, acted: 0, bought: 0 },
    { date: '2026-11-23', offer: 'retired', asked: 1, shown: 0, acted: 0, bought: 0 },
    { date: '2026-11-23', offer: 'scarf', asked: 1, shown: 0, acted: 0, bought: 0 },
  ]);
  expect(offers.map(({ offer, name, limits }) => [offer, name, limits])).toEqual([
    ['scarf', { en: 'A scarf' }, { perVisit: 1, perVisitorDay: 3, perDisplayHour: 60 }],
    ['retired', null, null],
  ]);
});

test('each display by what it was asked and what it proved', () => {
  const { displays } = figuresOf([
    decided('both', { displays: ['display-1', 'display-2'] }),
    shown('both'),
    ['offer.played', { decision: 'both', visible: 5_000 }],
    converted('both'),
    decided('one'),
    shown('one'),
    ['offer.played', { decision: 'one', visible: 2_000 }],
  ]);
  expect(displays).toEqual([
    { display: 'display-1', offer: 'scarf', asked: 2, shown: 2, acted: 1, bought: 1, visibleMs: 7_000 },
    { display: 'display-2', offer: 'scarf', asked: 1, shown: 0, acted: 0, bought: 0, visibleMs: null },
  ]);
});

test('a budget is used by showings, by purchases, and by what the price was lowered', () => {
  const limits = { ...SCARF.limits, budgetMinor: 100_000, budgetDayMinor: 20_000 };
  const catalogue = { ...CATALOGUE, offers: [{ ...SCARF, limits, cost: { cpmMinor: 500_000, cpaMinor: 70 } }] };
  const priced = { price: 500, was: 590 };
  const told = [
    decided('yesterday', { at: NINE - DAY, ...priced }),
    shown('yesterday', { at: NINE - DAY }),
    decided('today', priced),
    shown('today'),
    converted('today', { value: 1_000 }),
    decided('unseen', priced),
    converted('unseen', { value: 500, exposed: false }),
  ];
  const [offer] = figuresOf(told, { from: '2026-11-23', to: '2026-11-23' }, catalogue).offers;
  // Two showings at 500; one purchase at 70; two pieces, each lowered by 90.
  expect(offer?.budget).toEqual({ limitMinor: 100_000, dayMinor: 20_000, spentMinor: 1_250, todayMinor: 750 });
});

test('refuses days that are none', () => {
  expect(() => figuresOf([], { from: '2026-11-24', to: '2026-11-23' })).toThrow('later');
});
