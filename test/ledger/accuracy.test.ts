import { describe, expect, test } from 'vitest';
import { wilson } from '../../gateway/domain/experiments/wilson.ts';
import { alertView } from '../../gateway/http/contract.ts';
import { accuracyView } from '../../gateway/http/contract-accuracy.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { CATALOGUE } from './catalogue.ts';
import { aDay, commitOf, events, MINUTE, NINE, type Told } from './events.ts';

const DAY = 86_400_000;

/** The pages' view of a shop in which this happened, asked at `now`. */
function pagesAfter(told: readonly Told[], now = NINE) {
  const opened = openLedger({ file: ':memory:', clock: () => now });
  opened.ledger.commit(commitOf(1, events(told)));
  return opened.queries(CATALOGUE);
}

const night = (date: string, labels: number, right: number, more = {}): Told => [
  'accuracy.measured',
  { day: date, labels, right, ...more },
];
const alarm = (id: string, at: number, about = 'unsold-exit'): Told => ['alert.raised', { alert: id, at, about }];
const cleared = (id: string, at: number, because = 'receipt-came-late'): Told => ['alert.cleared', { alert: id, at, because }];
const denied = (id: string, at: number, comment = 'false: the baker'): Told => ['alert.acknowledged', { alert: id, at, comment }];

describe('the 95 % interval of a share', () => {
  // R: prop.test(x, n, correct = FALSE)$conf.int
  test.each([
    [34, 40, 0.7093, 0.9294],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [1, 2, 0.0945, 0.9055],
  ])('%d of %d: %d to %d', (right, n, low, high) => {
    expect(wilson(right / n, n).low).toBeCloseTo(low, 3);
    expect(wilson(right / n, n).high).toBeCloseTo(high, 3);
  });
});

describe('measured accuracy', () => {
  test('of weeks that do not overlap, newest first, each kind for itself', () => {
    const nights = [
      night('2026-11-08', 10, 9),
      night('2026-11-14', 11, 9),
      night('2026-11-15', 20, 15),
      night('2026-11-21', 30, 20),
      night('2026-11-22', 40, 34),
      night('2026-11-22', 0, 0, { kind: 'exit', brier: null, table: [] }),
    ];
    const answer = accuracyView.strict().parse(pagesAfter(nights).accuracy(8));
    const [holder, exit] = answer.kinds;
    expect(holder?.kind).toBe('holder');
    expect(holder?.weeks.map(({ until, labels, right }) => [until, labels, right])).toEqual([
      ['2026-11-22', 40, 34],
      ['2026-11-15', 20, 15],
      ['2026-11-08', 10, 9],
    ]);
    expect(holder?.weeks[0]).toMatchObject({ share: 0.85, ...wilson(34 / 40, 40), brier: 0.12 });
    expect(holder?.deciles).toEqual([{ claimed: 0.85, right: 0.8, labels: 40, adjusted: 0.82 }]);
    expect(exit?.weeks).toEqual([{ until: '2026-11-22', labels: 0, right: 0, share: null, low: null, high: null, brier: null }]);
    expect(pagesAfter(nights).accuracy(2).kinds[0]?.weeks).toHaveLength(2);
  });

  test('a week without a night of its own ends with the night before it', () => {
    const weeks = pagesAfter([night('2026-11-13', 5, 5), night('2026-11-22', 40, 34)]).accuracy(8).kinds[0]?.weeks;
    expect(weeks?.map(({ until }) => until)).toEqual(['2026-11-22', '2026-11-13']);
  });

  test('an empty ledger says nothing of itself', () => {
    expect(accuracyView.strict().parse(pagesAfter([]).accuracy(8))).toMatchObject({
      kinds: [
        { kind: 'holder', weeks: [], deciles: [] },
        { kind: 'exit', weeks: [], deciles: [] },
      ],
      falseAlarmsPerDay: { spans: [{ days: 7, watched: 0, alarms: 0, falseAlarms: 0, perDay: null }, { days: 28 }] },
    });
  });

  test('any day of events is answered in the form of the contract', () => {
    const opened = openLedger({ file: ':memory:', clock: () => NINE + DAY });
    opened.ledger.commit(commitOf(1, aDay(4_000)));
    expect(accuracyView.strict().parse(opened.queries(CATALOGUE).accuracy(52)).kinds[0]?.weeks).toHaveLength(1);
  });
});

describe('false alarms per day', () => {
  const start: Told = ['device.online', { at: NINE - 60 * DAY }];

  test('are those of the last 7 and 28 days', () => {
    const told = [start, alarm('a', NINE - 20 * DAY), cleared('a', NINE - 20 * DAY + MINUTE)];
    told.push(alarm('b', NINE - 2 * DAY), denied('b', NINE - DAY), alarm('c', NINE - DAY), alarm('d', NINE - DAY, 'device-silent'));
    expect(pagesAfter(told).accuracy(8).falseAlarmsPerDay.spans).toEqual([
      { days: 7, watched: 7, alarms: 2, falseAlarms: 1, perDay: 1 / 7 },
      { days: 28, watched: 28, alarms: 3, falseAlarms: 2, perDay: 2 / 28 },
    ]);
  });

  test.each([
    { given: 'a receipt in time', end: cleared('a', NINE - DAY + 15 * MINUTE), falseAlarms: 1 },
    { given: 'a return in time', end: cleared('a', NINE - DAY + 15 * MINUTE, 'back-in-shop'), falseAlarms: 1 },
    { given: 'a return on the next day', end: cleared('a', NINE, 'back-in-shop'), falseAlarms: 0 },
    { given: 'an operator who has seen it', end: denied('a', NINE, 'seen'), falseAlarms: 0 },
    { given: 'an operator who denies it', end: denied('a', NINE), falseAlarms: 1 },
  ])('$given: $falseAlarms', ({ end, falseAlarms }) => {
    const pages = pagesAfter([
      start,
      alarm('a', NINE - DAY),
      ['alert.acknowledged', { alert: 'a', at: NINE - DAY, comment: 'seen' }],
      end,
      end,
    ]);
    expect(pages.accuracy(8).falseAlarmsPerDay.spans[0]?.falseAlarms).toBe(falseAlarms);
    const [view] = alertView
      .strict()
      .array()
      .parse(pages.alerts({ limit: 1 }));
    expect(view?.refutedAt !== null).toBe(falseAlarms === 1);
  });

  test('a shop that is two days old is not made better than it is', () => {
    const told: Told[] = [['device.online', { at: NINE - 2 * DAY }], alarm('a', NINE - DAY), denied('a', NINE - DAY)];
    expect(
      pagesAfter(told)
        .accuracy(8)
        .falseAlarmsPerDay.spans.map(({ watched, perDay }) => [watched, perDay]),
    ).toEqual([
      [2, 0.5],
      [2, 0.5],
    ]);
  });
});
