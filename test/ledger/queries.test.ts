import { expect, test } from 'vitest';
import { instant } from '../../gateway/domain/units.ts';
import {
  alertDetail,
  alertView,
  deviceView,
  footfallView,
  itemView,
  ledgerView,
  offerShownView,
  offerView,
  shelfView,
  visitDetail,
  visitView,
  zoneView,
} from '../../gateway/http/contract.ts';
import { holdoutResults, offerResults } from '../../gateway/http/contract-experiment.ts';
import { associationsView } from '../../gateway/http/contract-recommend.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import type { Queries } from '../../gateway/ledger/queries/create-queries.ts';
import { CATALOGUE } from './catalogue.ts';
import { aDay, commitOf, events, MINUTE, NINE, outboxRow, quarantined, type Told } from './events.ts';

const HOUR = 60 * MINUTE;
const at = (minutes: number) => NINE + minutes * MINUTE;

/** The pages' view of a shop in which this happened, asked at `now`. */
function after(told: readonly Told[], now = NINE + 5 * HOUR, catalogue = CATALOGUE): Queries {
  const opened = openLedger({ file: ':memory:', clock: () => now });
  opened.ledger.commit(commitOf(1, events(told)));
  return opened.queries(catalogue);
}

test('every answer has the form that the API promises', () => {
  const opened = openLedger({ file: ':memory:', clock: () => NINE + HOUR });
  const counts = [{ device: 'reader-1', outcome: 'applied', frames: 9, readings: 20 }];
  opened.ledger.commit(commitOf(9, aDay(4_000), { counts, outbox: [outboxRow('a')], quarantine: [quarantined()] }));
  const pages = opened.queries({ ...CATALOGUE, zones: [...CATALOGUE.zones, { id: 'zone-1', kind: 'aisle' }] });
  const page = { limit: 50 };
  expect(zoneView.strict().array().parse(pages.zones())).toHaveLength(5);
  expect(footfallView.strict().parse(pages.footfall()).buckets.length).toBeGreaterThan(1);
  expect(shelfView.strict().array().parse(pages.shelves())).toHaveLength(1);
  expect(visitView.strict().array().parse(pages.visits(page)).length).toBeGreaterThan(0);
  expect(visitDetail.strict().parse(pages.visit('v1')).zones.length).toBeGreaterThan(0);
  expect(itemView.shape.history.parse(pages.itemHistory('E1').history).length).toBeGreaterThan(5);
  expect(offerView.strict().array().parse(pages.offers())).toHaveLength(1);
  expect(offerShownView.strict().array().parse(pages.decisions(page)).length).toBeGreaterThan(0);
  expect(offerResults.strict().parse(pages.offerResults('scarf', NINE, NINE + HOUR)).arms).toHaveLength(2);
  expect(holdoutResults.strict().parse(pages.holdoutResults(NINE, NINE + HOUR)).arms).toHaveLength(2);
  expect(alertView.strict().array().parse(pages.alerts(page)).length).toBeGreaterThan(0);
  expect(deviceView.strict().array().parse(pages.devices())).toHaveLength(2);
  const ledgerPart = ledgerView.omit({ pending: true, balanced: true, journal: true }).strict();
  expect(ledgerPart.parse(pages.ledger()).quarantine).toHaveLength(1);
});

test('an empty ledger still answers: every zone, device, facing and offer of the shop', () => {
  const pages = after([]);
  expect(pages.zones()).toEqual(CATALOGUE.zones.map(({ id }) => ({ id, people: 0, tags: 0, visitsToday: 0 })));
  expect(pages.devices().map(({ id, state, lastMessage, messages }) => [id, state, lastMessage, messages])).toEqual([
    ['reader-1', 'never-seen', null, 0],
    ['counter-1', 'never-seen', null, 0],
  ]);
  expect(pages.shelves()[0]?.facings.map(({ sku, state, onShelf, since }) => [sku, state, onShelf, since])).toEqual([
    ['TEE', 'unknown', 0, null],
    ['SCARF', 'unknown', 0, null],
    ['GONE', 'unknown', 0, null],
  ]);
  expect(pages.offers()[0]?.today).toEqual({
    eligible: 0,
    selected: 0,
    shown: 0,
    control: 0,
    failed: 0,
    picked: 0,
    bought: 0,
    considered: 0,
    unmet: 0,
  });
  expect(pages.footfall()).toEqual({ date: '2026-11-23', occupancy: 0, uncertainty: 0, in: 0, out: 0, buckets: [] });
  expect(pages.offerResults('never-heard-of', 0, NINE)).toBeNull();
  expect(pages.itemHistory('E9')).toEqual({ history: [], visit: null });
});

test('a zone counts the people of open visits by party, the items there, and the visits of today', () => {
  const pages = after([
    ['visit.opened', { visit: 'v0', at: NINE - 12 * HOUR }],
    ['visit.moved', { visit: 'v0', at: NINE - 12 * HOUR }],
    ['visit.closed', { visit: 'v0', at: NINE - 11 * HOUR }],
    ['visit.opened', { visit: 'v1', party: 3 }],
    ['visit.moved', { visit: 'v1', zone: 'shelves' }],
    ['visit.moved', { visit: 'v1', zone: 'fitting' }],
    ['visit.moved', { visit: 'v1', zone: 'shelves' }],
    ['item.arrived', { epc: 'E1' }],
    ['item.picked', { epc: 'E2', zone: 'shelves' }],
    ['item.sold', { epc: 'E3', zone: 'shelves' }],
    ['item.departed', { epc: 'E4', zone: 'shelves' }],
  ]);
  expect(pages.zones()).toEqual([
    { id: 'door', people: 0, tags: 0, visitsToday: 0 },
    { id: 'shelves', people: 3, tags: 2, visitsToday: 1 },
    { id: 'fitting', people: 0, tags: 0, visitsToday: 1 },
    { id: 'till', people: 0, tags: 0, visitsToday: 0 },
  ]);
});

test('nobody stands in the door for minutes: who is heard of nowhere since is in no zone', () => {
  const told: readonly Told[] = [
    ['visit.opened', { visit: 'v1', at: NINE - 180_000, party: 3 }],
    ['visit.moved', { visit: 'v1', at: NINE - 180_000, zone: 'door' }],
    ['visit.opened', { visit: 'v2', at: NINE - 60_000, party: 2 }],
    ['visit.moved', { visit: 'v2', at: NINE - 60_000, zone: 'door' }],
    ['visit.opened', { visit: 'v3', at: NINE - 180_000 }],
    ['visit.moved', { visit: 'v3', at: NINE - 180_000, zone: 'shelves' }],
  ];
  expect(
    after(told, NINE)
      .zones()
      .map(({ id, people }) => [id, people]),
  ).toEqual([
    ['door', 2],
    ['shelves', 1],
    ['fitting', 0],
    ['till', 0],
  ]);
});

test('footfall has every quarter hour from the first to the newest, and counts at the doors', () => {
  const footfall = after([
    ['footfall.counted', { at: at(1), in: 4 }],
    ['occupancy.changed', { at: at(1), people: 4 }],
    ['footfall.counted', { at: at(2), zone: 'fitting', in: 9 }],
    ['footfall.counted', { at: at(46), in: 0, out: 1 }],
    ['occupancy.changed', { at: at(46), people: 3, uncertainty: 0.5 }],
  ]).footfall();
  expect(footfall).toEqual({
    date: '2026-11-23',
    occupancy: 3,
    uncertainty: 0.5,
    in: 4,
    out: 1,
    buckets: [
      { at: at(0), in: 4, out: 0, occupancy: 4 },
      { at: at(15), in: 0, out: 0, occupancy: 4 },
      { at: at(30), in: 0, out: 0, occupancy: 4 },
      { at: at(45), in: 0, out: 1, occupancy: 3 },
    ],
  });
});

test('a day begins and ends at the shop’s midnight, and the night’s occupancy goes on', () => {
  const midnight = NINE - 9 * HOUR;
  const told: Told[] = [
    ['footfall.counted', { at: midnight - 1, in: 1 }],
    ['occupancy.changed', { at: midnight - 1, people: 7 }],
    ['footfall.counted', { at: midnight, in: 2 }],
    ['footfall.counted', { at: midnight + 24 * HOUR, in: 64 }],
  ];
  const pages = after(told);
  expect(pages.footfall('2026-11-22')).toMatchObject({ in: 1, occupancy: 7, buckets: [{ in: 1, occupancy: 7 }] });
  expect(pages.footfall()).toMatchObject({ date: '2026-11-23', in: 2, occupancy: 7, buckets: [{ at: midnight, in: 2, occupancy: 7 }] });
  expect(after(told, NINE, { ...CATALOGUE, timezone: 'Europe/Berlin' }).footfall()).toMatchObject({ in: 64 });
  expect(after(told, NINE - 9 * HOUR, { ...CATALOGUE, timezone: 'Europe/Berlin' }).footfall()).toMatchObject({ date: '2026-11-22', in: 3 });
});

test('a day on which the clocks change is as long as it was', () => {
  const pages = after(
    [
      ['footfall.counted', { at: Date.UTC(2026, 9, 24, 22), in: 1 }],
      ['footfall.counted', { at: Date.UTC(2026, 9, 25, 22, 59), in: 2 }],
      ['footfall.counted', { at: Date.UTC(2026, 9, 25, 23), in: 4 }],
    ],
    NINE,
    { ...CATALOGUE, timezone: 'Europe/Berlin' },
  );
  expect(pages.footfall('2026-10-25').in).toBe(3);
});

test.each(['2026-13-01', '2026-02-30', 'today', '2026-1-1', ''])('"%s" is no date', (date) => {
  expect(() => after([]).footfall(date)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});

test('a shelf shows what was planned with what is known', () => {
  const [shelf] = after([
    ['shelf.changed', { at: at(1), onShelf: 1, misplaced: 2, state: 'low' }],
    ['shelf.changed', { sku: 'NOT-PLANNED' }],
  ]).shelves();
  expect(shelf?.facings).toHaveLength(3);
  expect(shelf?.facings[0]).toEqual({
    section: 's1',
    sku: 'TEE',
    gtin: '04012345000016',
    name: { en: 'T-shirt', 'zh-TW': 'T恤' },
    onShelf: 1,
    spread: 0.4,
    misplaced: 2,
    facings: 6,
    minimum: 2,
    state: 'low',
    since: at(1),
  });
  expect(shelf?.facings[2]).toMatchObject({ sku: 'GONE', gtin: null, name: { en: 'GONE' } });
});

test('what lies in the wrong place is told with where, until it is gone', () => {
  const lost: Told[] = [['stray.found', { at: at(1), epc: 'E7', gtin: '04012345000016', home: 's1', zone: 'fitting', confidence: 0.8 }]];
  expect(after(lost).misplaced()).toEqual([
    {
      epc: 'E7',
      sku: 'TEE',
      name: { en: 'T-shirt', 'zh-TW': 'T恤' },
      zone: 'fitting',
      home: 's1',
      shelf: expect.any(String),
      since: at(1),
      confidence: 0.8,
    },
  ]);
  expect(after([...lost, ['stray.cleared', { epc: 'E7' }]]).misplaced()).toEqual([]);
});

test('a blocked tag is shown until it is free, with where and since when it was heard', () => {
  const blocked: Told[] = [['tag.blocked', { at: at(2), epc: 'E9', gtin: null, device: 'gate', antenna: 2, since: at(1) }]];
  expect(after(blocked).blockedTags()).toMatchObject([
    { epc: 'E9', gtin: null, zone: 'door', device: 'gate', antenna: 2, since: at(1), blockedAt: at(2) },
  ]);
  expect(after([...blocked, ['tag.unblocked', { epc: 'E9' }]]).blockedTags()).toEqual([]);
});

test('the refill list has what is out first, and says where more of it is', () => {
  const rows = after([
    ['shelf.changed', { at: at(1), onShelf: 1, facings: 6, state: 'low' }],
    ['stray.found', { at: at(1), epc: 'E7', gtin: '04012345000016', home: 's1', zone: 'fitting' }],
  ]).refill();
  expect(rows).toMatchObject([{ sku: 'TEE', state: 'low', onShelf: 1, facings: 6, missing: 5, strayedTo: ['fitting'] }]);
});

test('on-shelf availability is the share of open time in which a product could be bought', () => {
  const hour = Math.floor(NINE / 3_600_000) * 3_600_000;
  const pages = after([
    ['availability.measured', { at: hour, seconds: 3_600, places: 4, out: [{ section: 's1', sku: 'TEE', seconds: 900 }] }],
    ['availability.measured', { at: hour + 3_600_000, seconds: 1_800, places: 4, out: [] }],
  ]);
  const all = pages.availability(hour, hour + 7_200_000);
  expect(all.availability).toBeCloseTo(1 - 900 / (4 * 5_400), 9);
  expect(all.hours).toEqual([
    { hour, availability: 1 - 900 / (4 * 3_600) },
    { hour: hour + 3_600_000, availability: 1 },
  ]);
  expect(all.products[0]).toMatchObject({ sku: 'TEE', outSeconds: 900 });
  expect(pages.availability(0, 1).availability).toBeNull();
});

const stay = (visit: string, start: number, isOver: boolean): Told[] => [
  ['visit.opened', { visit, at: start }],
  ...(isOver ? ([['visit.closed', { visit, at: start + MINUTE }]] as const satisfies Told[]) : []),
];

test('visits come open ones first, then newest first, page by page', () => {
  const pages = after([
    ...stay('open-1', at(0), false),
    ...stay('over-1', at(1), true),
    ...stay('over-2', at(2), true),
    ...stay('open-2', at(3), false),
    ...stay('over-3', at(4), true),
  ]);
  const ids = (asked: Parameters<Queries['visits']>[0]) => pages.visits(asked).map(({ id }) => id);
  expect(ids({ limit: 10 })).toEqual(['open-2', 'open-1', 'over-3', 'over-2', 'over-1']);
  expect(ids({ limit: 3 })).toEqual(['open-2', 'open-1', 'over-3']);
  expect(ids({ limit: 3, before: at(4) })).toEqual(['over-2', 'over-1']);
  expect(ids({ limit: 1 })).toEqual(['open-2']);
  expect(ids({ limit: 10, open: true })).toEqual(['open-2', 'open-1']);
  expect(ids({ limit: 10, open: true, before: at(3) })).toEqual(['open-1']);
  expect(ids({ limit: 2, open: false })).toEqual(['over-3', 'over-2']);
});

test('a page never parts rows of one moment', () => {
  const pages = after(['a', 'b', 'c', 'd'].flatMap((id, i) => stay(id, at(i === 0 ? 1 : 0), true)));
  const first = pages.visits({ limit: 2 });
  expect(first.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  expect(pages.visits({ limit: 2, before: first.at(-1)?.start })).toEqual([]);
});

test('a visit tells its zones, its items by name, and the offers made to it', () => {
  const pages = after([
    ['item.arrived', { epc: 'E1' }],
    ['item.arrived', { epc: 'E2', gtin: null }],
    ['visit.opened', { at: at(0), party: 2 }],
    ['visit.identified'],
    ['visit.moved', { at: at(0), zone: 'door' }],
    ['visit.moved', { at: at(2), zone: 'shelves' }],
    ['custody.assigned', { at: at(3), epc: 'E1' }],
    ['custody.assigned', { at: at(4), epc: 'E2' }],
    ['custody.ended', { at: at(5), since: at(3), epc: 'E1', outcome: 'returned', confidence: 0.9 }],
    ['offer.decided', { at: at(3) }],
    ['offer.shown', { at: at(3.1) }],
  ]);
  const visit = pages.visit('v1');
  expect(visit).toMatchObject({ id: 'v1', end: null, visitor: 'visitor-1', tier: 'gold', party: 2, zone: 'shelves' });
  expect(visit?.zones).toEqual([
    { zone: 'door', from: at(0), to: at(2) },
    { zone: 'shelves', from: at(2), to: null },
  ]);
  expect(visit?.items.map(({ epc, sku, from, to, outcome }) => [epc, sku, from, to, outcome])).toEqual([
    ['E1', 'TEE', at(3), at(5), 'returned'],
    ['E2', null, at(4), null, null],
  ]);
  expect(visit?.items[0]?.why).toEqual([{ code: 'reads-in-window', nats: 1.5, facts: { reads: 4 } }]);
  expect(visit?.offers.map(({ decision, outcome }) => [decision, outcome])).toEqual([['d1', 'shown']]);
  expect(pages.itemHistory('E2').visit).toBe('v1');
});

test('the story of an item, of a visit or of both has each event once, the newest of too many, and the products in it', () => {
  const pages = after([
    ['item.arrived', { epc: 'E1', gtin: 'G1', at: at(1) }],
    ['item.picked', { epc: 'E1', gtin: 'G1', visit: 'v-9', at: at(2) }],
    ['custody.assigned', { epc: 'E1', visit: 'v-9', at: at(2) }],
    ['visit.opened', { visit: 'v-9', at: at(0) }],
    ['item.arrived', { epc: 'E2', gtin: null, at: at(3) }],
    ...Array.from({ length: 400 }, (_, i): Told => ['item.moved', { epc: 'E3', gtin: 'G1', visit: null, at: at(5 + i) }]),
  ]);
  const typesOf = (of: Parameters<typeof pages.story>[0]) => pages.story(of).events.map(({ type }) => type);
  expect(typesOf({ epc: 'E1', visit: null })).toEqual(['item.arrived', 'item.picked', 'custody.assigned']);
  expect(typesOf({ epc: null, visit: 'v-9' })).toEqual(['item.picked', 'custody.assigned', 'visit.opened']);
  const both = pages.story({ epc: 'E1', visit: 'v-9' });
  expect(both).toMatchObject({ gtins: { E1: 'G1' }, isWhole: true });
  expect(both.events.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  expect(pages.story({ epc: 'E2', visit: null }).gtins).toEqual({});
  expect(pages.story({ epc: 'none', visit: 'none' })).toEqual({ events: [], gtins: {}, isWhole: true });
  const long = pages.story({ epc: 'E3', visit: null });
  expect(long.isWhole).toBe(false);
  expect(long.events).toHaveLength(300);
  expect(long.events.at(-1)?.at).toBe(at(404));
});

test('one alert says when it was raised, by whom it was said and why it is over', () => {
  const pages = after([
    ['alert.raised', { alert: 'a1', at: at(1) }],
    ['alert.cleared', { alert: 'a1', at: at(2), because: 'receipt-came-late' }],
  ]);
  const alert = pages.alert('a1');
  expect(alertDetail.strict().parse(alert)).toMatchObject({ id: 'a1', at: at(1), clearedAt: at(2), clearedBecause: 'receipt-came-late' });
  expect(alert?.emittedAt).toBe(pages.story({ epc: alert?.epc ?? null, visit: alert?.visit ?? null }).events[0]?.emittedAt);
  expect(pages.alert('none')).toBeNull();
});

test('the outcome of an offer follows from what came after the decision', () => {
  const decided = (decision: string, more: Readonly<Record<string, unknown>> = {}): Told => [
    'offer.decided',
    { decision, at: at(1), ...more },
  ];
  const pages = after([
    decided('a-pending'),
    decided('b-shown'),
    ['offer.shown', { decision: 'b-shown', at: at(2) }],
    decided('c-failed'),
    ['offer.failed', { decision: 'c-failed', reason: 'expired' }],
    decided('d-late'),
    ['offer.failed', { decision: 'd-late', reason: 'unconfirmed' }],
    ['offer.shown', { decision: 'd-late', at: at(3) }],
    decided('e-control', { reason: 'control', arm: 'control' }),
    decided('f-capped', { reason: 'capped-visit', arm: null }),
    ['offer.converted', { decision: 'b-shown', by: 'picked', at: at(4), value: null }],
    ['offer.converted', { decision: 'b-shown', at: at(6) }],
    ['offer.converted', { decision: 'e-control', at: at(6), value: 100 }],
    ['offer.converted', { decision: 'a-pending', at: at(6), exposed: false }],
  ]);
  expect(
    pages.decisions({ limit: 10 }).map(({ decision, outcome, shownAt, convertedAt }) => [decision, outcome, shownAt, convertedAt]),
  ).toEqual([
    ['a-pending', 'pending', null, null],
    ['b-shown', 'shown', at(2), at(4)],
    ['c-failed', 'expired', null, null],
    ['d-late', 'shown', at(3), null],
    ['e-control', 'withheld', null, at(6)],
    ['f-capped', 'withheld', null, null],
  ]);
  expect(pages.decisions({ limit: 10, offer: 'another' })).toEqual([]);
  const counts = { eligible: 5, selected: 4, shown: 2, control: 1, failed: 1, picked: 1, bought: 2 };
  expect(pages.offers()[0]?.today).toEqual({ ...counts, considered: 0, unmet: 0 });
});

test('an offer tells how often it was looked at and how often its condition did not hold', () => {
  const looks = (minute: number, times: number, held: number): Told => [
    'offers.considered',
    { at: at(minute), counts: [{ offer: 'scarf', times, held }] },
  ];
  const pages = after([looks(5, 12, 3), looks(10, 4, 1), looks(60 * 24, 9, 9)]);
  expect(pages.offers()[0]?.today).toMatchObject({ considered: 16, unmet: 12 });
});

test('what goes with what is what the newest night told, by name', () => {
  const told = (day: string, lift: number): Told => [
    'associations.measured',
    {
      day,
      rules: [
        { a: 'TEE', b: 'gone', support: 0.02, confidence: 0.4, lift },
        { a: 'gone', b: 'TEE', support: 0.02, confidence: 0.1, lift },
      ],
    },
  ];
  const view = after([told('2026-11-21', 9), told('2026-11-22', 2)]).associations();
  expect(associationsView.strict().parse(view)).toMatchObject({ day: '2026-11-22' });
  expect(view.rules.map(({ a, b, lift }) => [a.sku, b.name, lift])).toEqual([
    ['TEE', { en: 'gone' }, 2],
    ['gone', expect.objectContaining({ en: expect.any(String) }), 2],
  ]);
});

test('alerts come newest first; the open ones are those not cleared', () => {
  const pages = after([
    ['alert.raised', { alert: 'a1', at: at(1) }],
    ['alert.raised', { alert: 'a2', at: at(2) }],
    ['alert.cleared', { alert: 'a1', at: at(3) }],
    ['alert.acknowledged', { alert: 'a2', at: at(4) }],
  ]);
  const ids = (open?: boolean) => pages.alerts({ limit: 10, open }).map(({ id }) => id);
  expect([ids(), ids(true), ids(false)]).toEqual([['a2', 'a1'], ['a2'], ['a1']]);
  expect(pages.alerts({ limit: 1 })[0]).toMatchObject({ id: 'a2', acknowledgedAt: at(4), acknowledgedBy: 'mei', clearedAt: null });
});

test('a device shows its state and its traffic', () => {
  const opened = openLedger({ file: ':memory:', clock: () => NINE });
  const count = (outcome: string, frames: number, readings = 0) => ({ device: 'reader-1', outcome, frames, readings });
  opened.ledger.commit(
    commitOf(12, events([['device.described'], ['device.offline', { at: at(2) }]]), {
      counts: [
        count('applied', 8, 30),
        count('duplicate', 2),
        count('rejected:not-json', 2),
        count('warning:late', 5),
        count('refused:rate', 7),
      ],
      traffic: [
        { device: 'reader-1', lastMessage: at(1) as never, skewMs: -3 },
        { device: 'counter-1', lastMessage: at(1) as never, skewMs: null },
      ],
    }),
  );
  const pages = opened.queries(CATALOGUE);
  const [reader, counter] = pages.devices();
  expect(reader).toMatchObject({ state: 'silent', since: at(2), lastMessage: at(1), messages: 12, rejected: 2, readings: 30, skewMs: -3 });
  expect(reader).toMatchObject({ model: 'R700', serial: 'S1', firmware: '8.0' });
  expect(counter).toMatchObject({ state: 'online', since: null, skewMs: null, model: null });
  expect(pages.ledger()).toMatchObject({
    received: 12,
    applied: 8,
    duplicate: 2,
    rejected: { 'not-json': 2 },
    evicted: {},
    refused: { rate: 7 },
    warnings: { late: 5 },
  });
});

test('a device’s rates are means of the last five whole minutes, and its antennas stand beside what is usual', () => {
  const opened = openLedger({ file: ':memory:', clock: () => at(10) + 30_000 });
  const count = (outcome: string, frames: number) => ({ device: 'reader-1', outcome, frames, readings: 0 });
  const commit = (seq: number, minute: number, counts: readonly ReturnType<typeof count>[]) =>
    opened.ledger.commit({ ...commitOf(seq, [], { counts }), position: { seq, tick: instant(at(minute)) } });
  commit(1, 4, [count('applied', 1_000)]);
  commit(2, 5, [count('applied', 20), count('warning:late', 9)]);
  commit(3, 9, [count('duplicate', 3), count('rejected:not-json', 2), count('refused:rate', 50)]);
  commit(4, 10, [count('applied', 500)]);
  const measured = events([
    ['device.measured'],
    ['device.stated', { device: 'reader-1', values: { batteryPct: 71 } }],
    ['device.rebooted'],
  ]);
  opened.ledger.commit(commitOf(5, measured, {}));
  const [reader, counter] = opened.queries(CATALOGUE).devices();
  expect(reader).toMatchObject({ messagesPerMinute: 5, rejectedPerMinute: 0.4, batteryPct: 71, reboots: 1, rebootedAt: NINE });
  expect(reader?.antennas).toEqual([{ port: 1, readsPerMinute: 24, usualPerMinute: 25.5, quiet: false }]);
  expect(counter).toMatchObject({ messagesPerMinute: 0, batteryPct: null, reboots: 0, rebootedAt: null, antennas: [] });
});

test('an item’s history is newest first, with the reasons', () => {
  const { history } = after([
    ['item.arrived'],
    ['item.picked', { at: at(1) }],
    ['custody.assigned', { at: at(1) }],
    ['alert.raised', { at: at(2) }],
  ]).itemHistory('E1');
  expect(history.map(({ type }) => type)).toEqual(['alert.raised', 'custody.assigned', 'item.picked', 'item.arrived']);
  expect(history[2]).toEqual({
    id: 2,
    type: 'item.picked',
    at: at(1),
    zone: 'shelves',
    from: 'shelves',
    visit: 'v1',
    confidence: 0.8,
    why: [{ code: 'reads-in-window', nats: 1.5, facts: { reads: 4 } }],
  });
});
