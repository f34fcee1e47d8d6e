import type { DomainEvent, EventType } from '../../gateway/domain/events.ts';
import { type Instant, instant } from '../../gateway/domain/units.ts';
import type { Commit, OutboxRow, Quarantined } from '../../gateway/pipeline/ledger-port.ts';

/** 2026-11-23 09:00 in Taipei. */
export const NINE = Date.UTC(2026, 10, 23, 1);
export const MINUTE = 60_000;

const why = [{ code: 'reads-in-window', nats: 1.5, facts: { reads: 4 } }];

/** What each type of event says when a test does not care. */
const USUAL: Readonly<Record<EventType, Readonly<Record<string, unknown>>>> = {
  'item.arrived': { epc: 'E1', gtin: '04012345000016', zone: 'shelves', from: null, section: 's1', visit: null, confidence: 0.9, why },
  'item.moved': { epc: 'E1', gtin: '04012345000016', zone: 'fitting', from: 'shelves', section: null, visit: null, confidence: 0.8, why },
  'item.picked': { epc: 'E1', gtin: '04012345000016', zone: 'shelves', from: 'shelves', section: 's1', visit: 'v1', confidence: 0.8, why },
  'item.put': { epc: 'E1', gtin: '04012345000016', zone: 'shelves', from: null, section: 's1', visit: null, confidence: 0.9, why },
  'item.departed': { epc: 'E1', gtin: '04012345000016', zone: null, from: 'shelves', section: null, visit: null, confidence: 0.7, why },
  'item.returned': { epc: 'E1', gtin: '04012345000016', zone: 'shelves', from: null, section: 's1', visit: null, confidence: 0.9, why },
  'item.exited': { epc: 'E1', gtin: '04012345000016', zone: null, from: 'door', section: null, visit: 'v1', confidence: 0.9, why },
  'tag.blocked': { epc: 'E1', gtin: '04012345000016', zone: 'door', device: 'gate', antenna: 1, since: NINE, why },
  'tag.unblocked': { epc: 'E1', gtin: '04012345000016', because: 'unheard', user: null },
  'exit.suspected': { epc: 'E1', gtin: '04012345000016', zone: 'door', visit: null, confidence: 0.8, why },
  'exit.withdrawn': { epc: 'E1', gtin: '04012345000016', zone: 'door', visit: null, confidence: 0.4, why },
  'item.sold': { epc: 'E1', gtin: '04012345000016', zone: 'till', from: null, section: null, visit: 'v1', confidence: 1, why },
  'reads.summarised': { device: 'reader-1', antenna: 1, zone: 'shelves', reads: 40, distinct: 8, rssiMean: -61.5, seconds: 10 },
  'footfall.counted': { zone: 'door', device: 'counter-1', in: 1, out: 0 },
  'occupancy.changed': { zone: null, people: 3, uncertainty: 1 },
  'visit.opened': { visit: 'v1', by: 'counter', party: 1, visitor: null },
  'visit.identified': { visit: 'v1', visitor: 'visitor-1', tier: 'gold' },
  'visit.moved': { visit: 'v1', zone: 'shelves', from: null },
  'visit.closed': { visit: 'v1', by: 'counter', opened: NINE },
  'label.priced': { command: 'l-1', device: 'label-1', sku: 'TEE', price: 590, deadline: NINE + 60_000 },
  'visit.summarised': {
    visit: 'v1',
    opened: NINE,
    identified: true,
    tier: 'gold',
    zones: 3,
    picked: 2,
    tried: 1,
    bought: 1,
    value: 590,
  },
  'custody.assigned': { visit: 'v1', epc: 'E1', confidence: 0.7, why },
  'custody.ended': { visit: 'v1', epc: 'E1', since: NINE, outcome: 'bought', confidence: 0.95, why },
  'shelf.changed': {
    shelf: 'shelf-1',
    section: 's1',
    sku: 'TEE',
    onShelf: 4,
    misplaced: 0,
    facings: 6,
    state: 'ok',
    spread: 0.4,
    weight: 820.5,
  },
  'stray.found': {
    epc: '303400000000000000000001',
    gtin: '04712345678904',
    home: 's1',
    zone: 'wall',
    section: 's2',
    sku: 'A-1',
    confidence: 0.8,
  },
  'stray.cleared': { epc: '303400000000000000000001' },
  'availability.measured': { seconds: 3_600, places: 4, out: [{ section: 's1', sku: 'TEE', seconds: 900 }] },
  'customer.told': { visitor: 'visitor-1', user: 'ann', tier: null, consent: {}, since: null, source: null, cost: null },
  'customer.changed': { visitor: 'visitor-1', tier: 'gold', agrees: ['analytics'] },
  'customer.visited': { visitor: 'visitor-1', visit: 'v1', day: 20_780, dayPart: 'morning', agrees: ['analytics'] },
  'customer.bought': {
    visitor: 'visitor-1',
    sale: 'r1',
    day: 20_780,
    dayPart: 'morning',
    total: 590,
    skus: ['TEE'],
    agrees: ['profiling', 'analytics'],
  },
  'customer.booked': {
    visitor: 'visitor-1',
    earned: 0,
    spent: 0,
    expired: 0,
    money: 0,
    points: 0,
    balance: 0,
    because: 'booking',
    ref: 'b1',
    user: 'ann',
  },
  'customer.refused': { visitor: 'visitor-1', because: 'not-enough', ref: 'b1', user: 'ann' },
  'customer.forgotten': { visitor: 'visitor-1', user: 'ann' },
  'sale.recorded': {
    sale: 'r1',
    visit: 'v1',
    visitor: null,
    total: 590,
    lines: [{ epc: 'E1', gtin: null, quantity: 1, amount: 590 }],
  },
  'accuracy.measured': {
    day: '2026-11-22',
    kind: 'holder',
    labels: 40,
    right: 34,
    brier: 0.12,
    table: [{ claimed: 0.85, right: 0.8, labels: 40, adjusted: 0.82 }],
  },
  'alert.raised': {
    alert: 'a1',
    about: 'unsold-exit',
    severity: 'major',
    confidence: 0.8,
    zone: 'door',
    epc: 'E1',
    visit: 'v1',
    device: null,
    why,
  },
  'alert.acknowledged': { alert: 'a1', user: 'mei', comment: '' },
  'alert.cleared': { alert: 'a1', because: 'returned' },
  'items.compared': { visit: 'v1', zone: 'shelves', category: 'tops', skus: ['TEE', 'POLO'], epc: 'E2' },
  'associations.measured': { day: '2026-11-22', rules: [{ a: 'TEE', b: 'CAP', support: 0.04, confidence: 0.3, lift: 2.5 }] },
  'offers.considered': { counts: [{ offer: 'scarf', times: 12, held: 3 }] },
  'offer.decided': {
    decision: 'd1',
    offer: 'scarf',
    on: 'item.picked',
    visit: 'v1',
    visitor: null,
    zone: 'shelves',
    epc: 'E1',
    sku: 'TEE',
    price: 590,
    was: null,
    left: 4,
    recommended: {},
    display: 'display-1',
    displays: ['display-1'],
    arm: 'treatment',
    unit: { by: 'visit', id: 'v1' },
    shares: { control: 0.1, holdout: 0 },
    reason: 'selected',
    expires: NINE + MINUTE,
    detail: '',
    instead: null,
  },
  'rule.fired': { rule: 'siren', run: 'r-1', on: 'alert.raised', visit: null, zone: 'door' },
  'rule.failed': { rule: 'siren', on: 'alert.raised', detail: 'division by zero' },
  'actuator.commanded': {
    command: 'u-1',
    device: 'lamp-1',
    channel: 0,
    action: { do: 'light', on: true, brightness: 1, color: '#00FF00' },
    toward: 'use',
    cause: { by: 'offer', id: 'scarf', run: 'd1' },
    user: null,
    reason: 'offer',
    until: NINE + MINUTE,
    atLatest: NINE + 2 * MINUTE,
    deadline: NINE + 5_000,
    attempt: 1,
  },
  'actuator.extended': { device: 'lamp-1', channel: 0, cause: { by: 'offer', id: 'scarf', run: 'd2' }, user: null, until: NINE + MINUTE },
  'actuator.barred': {
    device: 'lamp-1',
    channel: 0,
    action: { do: 'light', on: true, brightness: 1, color: null },
    cause: { by: 'operator', id: '', run: 'o-1' },
    user: 'mei',
    reason: 'closed',
    detail: '',
  },
  'actuator.answered': { command: 'u-1', device: 'lamp-1', channel: 0, toward: 'use', outcome: 'done' },
  'actuator.lost': { device: 'lamp-1', channel: 0 },
  'offer.shown': { decision: 'd1', offer: 'scarf', display: 'display-1', visit: 'v1', unit: { by: 'visit', id: 'v1' }, bill: null },
  'offer.played': { decision: 'd1', offer: 'scarf', display: 'display-1', visit: 'v1', visible: 14_800 },
  'offer.failed': { decision: 'd1', offer: 'scarf', display: 'display-1', visit: 'v1', reason: 'unconfirmed' },
  'offer.converted': {
    decision: 'd1',
    offer: 'scarf',
    visit: 'v1',
    by: 'bought',
    epc: 'E1',
    value: 590,
    arm: 'treatment',
    unit: { by: 'visit', id: 'v1' },
    exposed: true,
    display: 'display-1',
    bill: null,
  },
  'device.online': { device: 'reader-1' },
  'device.offline': { device: 'reader-1', because: 'silence' },
  'device.described': { device: 'reader-1', model: 'R700', serial: 'S1', firmware: '8.0', address: null },
  'device.stated': { device: 'relay-1', values: { on: true } },
  'device.rebooted': { device: 'reader-1', boot: 7 },
  'device.measured': { device: 'reader-1', lagMs: 40, antennas: [{ port: 1, reads: 24, usual: 25.5, quiet: false }] },
  'climate.measured': { device: 'climate-1', zone: 'shelves', temperature: 21.5, humidity: 50, illuminanceLux: null, doorOpen: null },
  'climate.summarised': {
    device: 'climate-1',
    zone: 'shelves',
    seconds: 900,
    temperature: { low: 20.5, high: 22, mean: 21.25, values: 15 },
    humidity: { low: 48, high: 52, mean: 50.1, values: 15 },
    illuminanceLux: null,
  },
  'button.pressed': { device: 'button-1', zone: 'fitting', button: 'help' },
  'feedback.given': { device: 'terminal-1', zone: 'till', visit: 'v1', scale: 'smileys', score: 4 },
  'command.acknowledged': { command: 'd1', device: 'display-1', result: 'shown' },
};

export const EVENT_TYPES = Object.keys(USUAL) as EventType[];

/** `type` and what differs from the usual; `at` in ms, NINE when absent. */
export type Told = readonly [type: EventType, differs?: Readonly<Record<string, unknown>>];

/** Events with ids from `firstId` on. Rows of a test name brands as plain values, hence the one cast. */
export const events = (told: readonly Told[], firstId = 1): DomainEvent[] =>
  told.map(([type, differs], index) => {
    const at = (differs?.at as number | undefined) ?? NINE;
    return { id: firstId + index, at, emittedAt: at, type, ...USUAL[type], ...differs } as unknown as DomainEvent;
  });

/** A busy day of every type of event over a few visits, items and sections; the same seed tells the same day. */
export function aDay(length: number, seed = 1): DomainEvent[] {
  let state = seed;
  const roll = (sides: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
  const told = Array.from({ length }, (_, i): Told => {
    const type = EVENT_TYPES[roll(EVENT_TYPES.length)] ?? 'device.online';
    const all = {
      at: NINE + i * 250 - roll(2_000),
      epc: `E${roll(12)}`,
      visit: `v${roll(6)}`,
      zone: `zone-${roll(4)}`,
      section: `s${roll(5)}`,
      decision: `d${roll(20)}`,
      alert: `a${roll(5)}`,
      device: `device-${roll(4)}`,
      state: ['ok', 'low', 'out'][roll(3)],
      onShelf: roll(9),
      people: roll(40),
    };
    const usual = USUAL[type];
    return [type, Object.fromEntries(Object.entries(all).filter(([key]) => key === 'at' || (key in usual && usual[key] !== null)))];
  });
  return events(told).map((event, i) => ({ ...event, emittedAt: instant(NINE + i * 250) }));
}

/** A commit that brings `brought` and nothing else unless told. */
export const commitOf = (seq: number, brought: readonly DomainEvent[], more: Partial<Commit> = {}): Commit => ({
  position: { seq, tick: instant(NINE + seq) },
  events: brought,
  outbox: [],
  counts: [],
  traffic: [],
  quarantine: [],
  ...more,
});

export const outboxRow = (key: string, differs: Partial<OutboxRow> = {}): OutboxRow => ({
  sink: 'influx',
  key,
  at: NINE as Instant,
  expires: null,
  body: { key },
  ...differs,
});

export const quarantined = (differs: Partial<Quarantined> = {}): Quarantined => ({
  at: instant(NINE),
  reason: 'not-json',
  detail: 'Unexpected token',
  device: 'reader-1',
  topic: 'aisle/v1/shop/reader-1/reads',
  sample: '{"epc":',
  bytes: 7,
  ...differs,
});
