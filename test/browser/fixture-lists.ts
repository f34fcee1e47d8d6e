import type { AvailabilityView, BlockedTagView, MisplacedView, RefillView } from '../../gateway/http/contract.ts';
import type { AccuracyView } from '../../gateway/http/contract-accuracy.ts';
import type { OfferResults } from '../../gateway/http/contract-experiment.ts';
import { NOW, nameOf } from './fixture-shop.ts';
import { busyWorth } from './fixture-worth.ts';

/** What the page asks for now and then, by its place in the API. */
export interface FixtureLists {
  readonly 'insight/accuracy': AccuracyView;
  readonly 'shelves/misplaced': readonly MisplacedView[];
  readonly 'shelves/refill': readonly RefillView[];
  readonly 'shelves/availability': AvailabilityView;
  readonly 'security/blocked': readonly BlockedTagView[];
  readonly 'offers/results': readonly OfferResults[];
}

const HOUR = 3_600_000;
const RULE = 'Alarms that an operator denied, or that a receipt or a return cleared within 15 minutes.';

const tenth = (claimed: number, right: number | null, labels: number) => ({ claimed, right, labels, adjusted: right ?? claimed });
const span = (days: number, alarms: number, falseAlarms: number) => ({
  days,
  watched: days,
  alarms,
  falseAlarms,
  perDay: falseAlarms / days,
});

const accuracy: AccuracyView = {
  kinds: [
    {
      kind: 'holder',
      weeks: [
        { until: '2026-11-22', labels: 212, right: 186, share: 186 / 212, low: 0.8263, high: 0.9147, brier: 0.094 },
        { until: '2026-11-15', labels: 198, right: 165, share: 165 / 198, low: 0.7752, high: 0.8788, brier: 0.118 },
      ],
      deciles: [
        tenth(0.05, null, 0),
        tenth(0.34, 0.41, 12.4),
        tenth(0.55, 0.5, 31.2),
        tenth(0.66, 0.71, 58),
        tenth(0.76, 0.74, 84.9),
        tenth(0.86, 0.88, 140.3),
        tenth(0.95, 0.93, 190.6),
      ],
    },
    {
      kind: 'exit',
      weeks: [{ until: '2026-11-22', labels: 96, right: 90, share: 0.9375, low: 0.8704, high: 0.971, brier: 0.051 }],
      deciles: [tenth(0.74, 0.6, 10.2), tenth(0.87, 0.9, 33.1), tenth(0.97, 0.98, 61.7)],
    },
  ],
  falseAlarmsPerDay: { rule: RULE, spans: [span(7, 11, 2), span(28, 40, 9)] },
};

/** A shop with something in every list. */
export const busyLists = (): FixtureLists => ({
  'insight/accuracy': accuracy,
  'shelves/misplaced': [
    {
      epc: '3034F1A2B400000001E2A1',
      sku: 'T-RUBY',
      name: nameOf('T-RUBY'),
      zone: 'gifts',
      home: 'classic',
      shelf: 'tea-wall',
      since: NOW - 5 * HOUR,
      confidence: 0.88,
    },
    {
      epc: '3034F1A2B400000001E2A2',
      sku: null,
      name: null,
      zone: 'fitting',
      home: 'tops',
      shelf: null,
      since: NOW - 2 * HOUR,
      confidence: 0.61,
    },
  ],
  'shelves/refill': [
    {
      shelf: 'coffee-wall',
      section: 'drip',
      zone: 'coffee',
      sku: 'D-GES',
      gtin: null,
      name: nameOf('D-GES'),
      state: 'out',
      since: NOW - HOUR,
      onShelf: 0,
      facings: 6,
      missing: 6,
      inStorage: 12,
      strayedTo: ['gifts', 'apparel'],
    },
  ],
  'shelves/availability': {
    from: NOW - 168 * HOUR,
    to: NOW,
    availability: 0.964,
    hours: [{ hour: NOW - (NOW % HOUR), availability: 0.93 }],
    products: [
      { sku: 'D-GES', gtin: null, name: nameOf('D-GES'), outSeconds: 9_300, availability: 0.87 },
      { sku: 'T-RUBY', gtin: null, name: nameOf('T-RUBY'), outSeconds: 0, availability: 1 },
    ],
  },
  'security/blocked': [
    {
      epc: '3034F1A2B400000001E2B7',
      gtin: null,
      zone: 'entrance',
      device: 'gate-reader',
      antenna: 2,
      since: NOW - 27 * HOUR,
      blockedAt: NOW - 25 * HOUR,
      why: [{ code: 'rests-at-gate', nats: 4, facts: { hours: 2, reads: 900 } }],
    },
    {
      epc: '3034F1A2B400000001E2B8',
      gtin: null,
      zone: 'entrance',
      device: 'gate-reader',
      antenna: 0,
      since: NOW - 4 * HOUR,
      blockedAt: NOW - 2 * HOUR,
      why: [],
    },
  ],
  'offers/results': busyWorth(),
});

/** A shop on its first day. */
export const emptyLists = (): FixtureLists => ({
  'insight/accuracy': {
    kinds: [
      { kind: 'holder', weeks: [], deciles: [] },
      { kind: 'exit', weeks: [], deciles: [] },
    ],
    falseAlarmsPerDay: {
      rule: RULE,
      spans: [7, 28].map((days) => ({ days, watched: 0, alarms: 0, falseAlarms: 0, perDay: null })),
    },
  },
  'shelves/misplaced': [],
  'shelves/refill': [],
  'shelves/availability': { from: NOW - 168 * HOUR, to: NOW, availability: null, hours: [], products: [] },
  'security/blocked': [],
  'offers/results': [],
});
