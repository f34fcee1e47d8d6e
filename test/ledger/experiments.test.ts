import { describe, expect, test } from 'vitest';
import { differenceOfShares } from '../../gateway/domain/experiments/lift.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { influxPoint } from '../../gateway/outputs/influx-point.ts';
import { createRandom } from '../../simulators/random.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, MINUTE, NINE, type Told } from './events.ts';

const DAY = 86_400_000;
const at = (minutes: number) => NINE + minutes * MINUTE;
const opened = (told: readonly Told[], now = NINE + 3 * DAY) => {
  const all = openLedger({ file: ':memory:', clock: () => now });
  all.ledger.commit(commitOf(1, events(told)));
  return { ...all, pages: all.queries(CATALOGUE) };
};

type Arm = 'treatment' | 'control' | 'holdout';
interface Case {
  readonly visit: string;
  readonly arm: Arm;
  readonly at?: number;
  readonly decision?: string;
  readonly unit?: { readonly by: string; readonly id: string };
  readonly more?: Readonly<Record<string, unknown>>;
}
const SHARES = { control: 0.5, holdout: 0 };

const assigned = ({ visit, arm, at: time = at(0), decision = `to-${visit}`, unit = { by: 'visit', id: visit }, more }: Case): Told => [
  'offer.decided',
  { at: time, decision, visit, arm, unit, shares: SHARES, reason: arm === 'treatment' ? 'selected' : arm, ...more },
];
const converted = (visit: string, differs: Readonly<Record<string, unknown>> = {}): Told => [
  'offer.converted',
  { at: at(5), decision: `to-${visit}`, visit, ...differs },
];
const paid = (visit: string, total: number, time = at(6)): Told => [
  'sale.recorded',
  { sale: `of-${visit}-${time}`, visit, total, at: time },
];

test('the funnel counts visits by the arm that they were assigned to, shown or not', () => {
  const { pages } = opened([
    assigned({ visit: 'a', arm: 'treatment' }),
    ['offer.shown', { decision: 'to-a', at: at(1) }],
    converted('a', { by: 'picked', at: at(2), value: null }),
    converted('a'),
    paid('a', 900),
    assigned({ visit: 'b', arm: 'treatment' }),
    ['offer.failed', { decision: 'to-b' }],
    // Nobody saw it, and it counts all the same: in the control nobody saw it either.
    converted('b', { exposed: false }),
    paid('b', 300),
    paid('b', 50, at(-5)),
    assigned({ visit: 'c', arm: 'control' }),
    converted('c', { arm: 'control', by: 'picked', value: null }),
    assigned({ visit: 'd', arm: 'control' }),
    assigned({ visit: 'd', arm: 'control', decision: 'again', at: at(3) }),
    assigned({ visit: 'e', arm: 'holdout' }),
    ['offer.decided', { decision: 'capped', visit: 'f', arm: null, unit: null, shares: null, reason: 'capped-visitor' }],
    ['offer.decided', { decision: 'wrong', visit: 'g', arm: null, unit: null, shares: null, reason: 'condition-error' }],
  ]);
  const results = pages.offerResults('scarf', at(-60), at(60));
  expect(results).toMatchObject({
    since: at(0),
    eligible: 6,
    state: 'interim',
    arms: [
      { arm: 'treatment', units: 2, assigned: 2, shown: 1, picked: 1, bought: 2, spentMinor: 1_200 },
      { arm: 'control', units: 2, assigned: 2, shown: 0, picked: 1, bought: 0, spentMinor: 0 },
      { arm: 'holdout', units: 1, assigned: 1, shown: 0, picked: 0, bought: 0, spentMinor: 0 },
    ],
    reasons: { 'capped-visitor': 1, 'condition-error': 1, control: 3, holdout: 1, selected: 2 },
    bought: { treatment: 1, control: 0, lift: 1, relative: null },
    spent: { treatment: 600, control: 0, lift: 600 },
  });
  expect(results?.bought.interval).toEqual(differenceOfShares({ share: 1, worth: 2 }, { share: 0, worth: 2 }));
  expect(pages.allResults(at(-60), at(60))).toEqual([results]);
  expect(pages.allResults(at(1), at(2))).toEqual([]);
  expect(pages.offerResults('unheard-of', at(0), at(60))).toBeNull();
});

test('a visit counts in the unit in which it was first assigned, others of a slot beside it', () => {
  const slot = (start: number) => ({ by: 'slot', id: `screen@${at(start)}` });
  const { pages } = opened([
    assigned({ visit: 'a', arm: 'treatment', unit: slot(0) }),
    assigned({ visit: 'b', arm: 'treatment', unit: slot(0), at: at(1) }),
    converted('a'),
    assigned({ visit: 'a', arm: 'control', unit: slot(15), decision: 'later', at: at(16) }),
    converted('a', { decision: 'later', arm: 'control', at: at(20) }),
    assigned({ visit: 'c', arm: 'control', unit: slot(15), at: at(17) }),
    // A decision about no visit: whoever stands there.
    ['offer.decided', { decision: 'shelf', visit: null, arm: 'control', unit: slot(30), shares: SHARES, reason: 'control', at: at(31) }],
    converted('x', { decision: 'shelf', value: 70 }),
  ]);
  expect(pages.offerResults('scarf', at(0), at(60))?.arms).toMatchObject([
    { arm: 'treatment', units: 1, assigned: 2, bought: 1 },
    { arm: 'control', units: 2, assigned: 2, bought: 1, spentMinor: 70 },
  ]);
});

test('what takes the place of an unproven decision belongs to the same visit', () => {
  const { pages } = opened([
    assigned({ visit: 'a', arm: 'treatment' }),
    assigned({ visit: 'a', arm: 'treatment', decision: 'second', at: at(1), more: { instead: 'to-a' } }),
    ['offer.shown', { decision: 'second', at: at(2) }],
    converted('a', { decision: 'second' }),
  ]);
  expect(pages.offerResults('scarf', at(0), at(60))?.arms[0]).toMatchObject({ units: 1, assigned: 1, shown: 1, bought: 1 });
});

/** A shop of two months: visits and slots in both arms, some buy. */
function aMonth(days: number): Told[] {
  const random = createRandom(7, 'month');
  const told: Told[] = [];
  for (let day = 0; day < days; day++) {
    for (let n = 0; n < 12; n++) {
      const [visit, start] = [`v-${day}-${n}`, at(day * 1_440 + n * 40)];
      const inSlot = n % 3 === 0;
      const id = inSlot ? `screen@${day}-${Math.floor(n / 6)}` : visit;
      const arm: Arm = inSlot
        ? random.chance(0.5) && n % 6 === 0
          ? 'control'
          : 'treatment'
        : random.chance(0.5)
          ? 'control'
          : 'treatment';
      const unit = { by: inSlot ? 'slot' : 'visit', id: `${id}-${arm}` };
      told.push(assigned({ visit, arm, unit, at: start }));
      if (random.chance(0.4))
        told.push(converted(visit, { at: start + MINUTE, arm }), paid(visit, random.int(1, 900) * 100, start + MINUTE));
    }
  }
  return told;
}

describe('when visits are deleted', () => {
  test('the sums of their experiments stay, to the last interval', async () => {
    const { pages, expire } = opened(aMonth(40), at(40 * 1_440));
    const asked = ['scarf', at(0), at(60 * 1_440)] as const;
    const [before, days] = [pages.offerResults(...asked), pages.offerDays(...asked)];
    const expired = await expire({ visitDays: 20, now: at(40 * 1_440) });
    expect(expired.offer_decisions).toBeGreaterThan(200);
    const after = pages.offerResults(...asked);
    expect(pages.decisions({ limit: 500 }).length).toBeLessThan(300);
    expect(pages.offerDays(...asked)).toEqual(days);
    expect(after).toEqual({ ...before, since: expect.any(Number), size: expect.anything(), eligible: 240, reasons: expect.anything() });
    expect(after?.size).toMatchObject({ planned: before?.size.planned, have: before?.size.have });
    expect(await expire({ visitDays: 20, now: at(40 * 1_440) })).toMatchObject({ offer_decisions: 0 });
  });

  test('a unit that is not over yet stays as it is', async () => {
    const unit = { by: 'slot', id: 'screen@night' };
    const told = [assigned({ visit: 'a', arm: 'control', unit, at: at(-1) }), assigned({ visit: 'b', arm: 'control', unit, at: at(1) })];
    const { pages, expire } = opened(told, at(1_440));
    expect(await expire({ visitDays: 1, now: at(1_440) })).toMatchObject({ offer_decisions: 0 });
    expect(pages.offerResults('scarf', at(-9), at(60))?.arms[1]).toMatchObject({ units: 1, assigned: 2 });
    expect(await expire({ visitDays: 1, now: at(1_442) })).toMatchObject({ offer_decisions: 2 });
    expect(pages.offerResults('scarf', at(-9), at(60))?.arms[1]).toMatchObject({ units: 1, assigned: 2 });
  });

  test('nothing is left of who they were', async () => {
    const { pages, expire } = opened(aMonth(3), at(40 * 1_440));
    await expire({ visitDays: 1, now: at(40 * 1_440) });
    expect(pages.decisions({ limit: 500 })).toEqual([]);
    expect(pages.offerResults('scarf', at(0), at(60 * 1_440))?.arms[0]?.assigned).toBeGreaterThan(10);
  });
});

test('InfluxDB is told the same by arm', () => {
  const told = aMonth(5);
  const arms = new Map<string, Record<string, number>>();
  for (const event of events(told)) {
    const point = influxPoint(event, { store: 'corner', skuOf: () => null });
    if (point?.measurement !== 'offer') continue;
    expect(point.tags).toMatchObject({ offer: 'scarf', display: 'display-1' });
    const sums = arms.get(point.tags.arm ?? '') ?? {};
    for (const [field, value] of Object.entries(point.fields)) sums[field] = (sums[field] ?? 0) + Number(value);
    arms.set(point.tags.arm ?? '', sums);
  }
  const results = opened(told).pages.offerResults('scarf', at(0), at(60 * 1_440));
  expect(results?.arms.map(({ arm, assigned, bought }) => [arm, assigned, bought])).toEqual(
    ['treatment', 'control'].map((arm) => [arm, arms.get(arm)?.eligible, arms.get(arm)?.bought]),
  );
});

test('a lost arm is flagged and no winner is named', () => {
  const told = aMonth(40);
  const lost = told.filter(([type, differs], i) => type !== 'offer.decided' || differs?.arm !== 'control' || i % 3 === 0);
  const { pages } = opened(lost);
  expect(pages.offerResults('scarf', at(0), at(60 * 1_440))).toMatchObject({
    state: 'split-broken',
    verdict: null,
    split: { state: 'broken' },
  });
  expect(opened(told).pages.offerResults('scarf', at(0), at(60 * 1_440))?.split.state).toBe('fine');
});

test('all offers together are measured against visits that see none, members as one', () => {
  const member = (visit: string, arm: Arm, visitor: string | null, minute: number): Told[] => [
    ['visit.opened', { visit, at: at(minute) }],
    assigned({ visit, arm, at: at(minute), more: { visitor, shares: { control: 0.1, holdout: 0.2 } } }),
  ];
  const { pages } = opened([
    ...member('a1', 'holdout', 'anna', 0),
    ...member('a2', 'holdout', 'anna', 60),
    paid('a2', 500, at(61)),
    ...member('b', 'treatment', 'ben', 2),
    ['offer.shown', { decision: 'to-b', at: at(3) }],
    ['custody.assigned', { visit: 'b', at: at(4) }],
    paid('b', 300),
    paid('b', 100, at(1)),
    // Held back by this offer only: still somebody who is offered things.
    ...member('c', 'control', null, 3),
  ]);
  expect(pages.holdoutResults(at(-1), at(120))).toMatchObject({
    since: at(0),
    arms: [
      { arm: 'treatment', units: 2, assigned: 2, shown: 1, picked: 1, bought: 1, spentMinor: 300 },
      { arm: 'control', units: 1, assigned: 2, shown: 0, picked: 0, bought: 1, spentMinor: 500 },
    ],
    split: { expected: { control: expect.closeTo(0.6, 9), treatment: expect.closeTo(2.4, 9) } },
  });
});
