import { loyalty, loyaltySettings } from '../../gateway/config/schema-loyalty.ts';
import { security } from '../../gateway/config/sensing/security.ts';
import { sensing, sensingSettings } from '../../gateway/config/sensing/sensing.ts';
import { createStore } from '../../gateway/domain/create-store.ts';
import type { DomainEvent, EventOf, EventType } from '../../gateway/domain/events.ts';
import {
  asId,
  type DeviceId,
  type Epc,
  type Gtin,
  type SectionId,
  type Sku,
  type VisitorId,
  type ZoneId,
} from '../../gateway/domain/ids.ts';
import type { LoyaltySettings } from '../../gateway/domain/loyalty/settings.ts';
import type { Offer } from '../../gateway/domain/offers/offer.ts';
import type { Counted, Input, Reading, TagRead } from '../../gateway/domain/readings.ts';
import type { Device, Product, SensingSettings, Shop, ZoneKind } from '../../gateway/domain/shop.ts';
import type { Store } from '../../gateway/domain/store.ts';
import { dbm, grams, type Instant, instant, minorCurrency, minutes, probability, seconds } from '../../gateway/domain/units.ts';

/** A quiet Monday morning; tests count their seconds from here. */
export const OPENING = Date.UTC(2026, 2, 2, 9, 0, 0);
export const at = (second: number): Instant => instant(OPENING + Math.round(second * 1_000));

export const zone = (name: string) => asId<ZoneId>(name);
export const device = (name: string) => asId<DeviceId>(name);
export const visitor = (name: string) => asId<VisitorId>(name);
export const section = (name: string) => asId<SectionId>(name);

/** EPC number n of product p (1 = shirt, 2 = scarf); product 9 is a stranger's. */
export const epc = (n: number, product = 1) => asId<Epc>(`30${product}${n.toString(16).toUpperCase().padStart(21, '0')}`);
export const gtin = (product: number) => asId<Gtin>(`0000000000${product}000`.slice(-14));

const productOf = (n: number, name: string, price: number, weight: number): Product => ({
  gtin: gtin(n),
  sku: asId<Sku>(name),
  name: { en: name },
  category: 'clothes',
  price: minorCurrency(price),
  weight: grams(weight),
});

/** What a store.yaml without any setting gives. */
export const defaultSettings: SensingSettings = sensingSettings(sensing.parse({}), security.parse({}));

/** A programme as store.yaml has it when it says nothing of it. */
export const loyaltyOf = (set: Parameters<typeof loyalty.parse>[0] = {}): LoyaltySettings => loyaltySettings(loyalty.parse(set));

const zoneKinds: Readonly<Record<string, ZoneKind>> = {
  door: 'entrance',
  wall: 'shelf',
  table: 'shelf',
  cabin: 'fitting',
  till: 'checkout',
};

const antenna = (name: string, port: number, where: string, kind: Shop['antennas'][number]['kind'] = 'zone', at: string | null = null) => ({
  device: device(name),
  port,
  zone: zone(where),
  kind,
  section: at === null ? null : section(at),
});

/** A small shop: a door with a portal and a counter, two shelf zones, a cabin, a till. Tests replace what they are about. */
export const shopOf = (changes: Partial<Shop> = {}): Shop => ({
  id: asId('corner'),
  currency: 'TWD',
  zones: Object.entries(zoneKinds).map(([name, kind]) => ({
    id: zone(name),
    kind,
    neighbours: name === 'wall' ? [zone('table')] : name === 'table' ? [zone('wall')] : [],
  })),
  antennas: [
    antenna('walls', 1, 'wall', 'zone', 'wall-1'),
    antenna('walls', 2, 'wall', 'zone', 'wall-2'),
    antenna('tables', 1, 'table', 'zone', 'table-1'),
    antenna('cabins', 1, 'cabin'),
    antenna('gate', 1, 'door', 'portal-inner'),
    antenna('gate', 2, 'door', 'portal-outer'),
  ],
  counters: [{ device: device('door-counter'), line: '', zone: zone('door'), swapped: false }],
  standsIn: new Map([
    [device('door-card'), zone('door')],
    [device('table-card'), zone('table')],
    [device('wall-card'), zone('wall')],
    [device('pos'), zone('till')],
    [device('cabin-eye'), zone('cabin')],
    [device('air'), zone('wall')],
  ]),
  buttons: new Map(),
  shelves: [
    {
      id: asId('wall-shelf'),
      zone: zone('wall'),
      sections: [
        {
          id: section('wall-1'),
          scale: { device: device('scale'), channel: '1' },
          planogram: [{ sku: asId<Sku>('shirt'), facings: 4, minimum: 2 }],
        },
        { id: section('wall-2'), scale: null, planogram: [{ sku: asId<Sku>('scarf'), facings: 3, minimum: 1 }] },
      ],
    },
    { id: asId('table-shelf'), zone: zone('table'), sections: [{ id: section('table-1'), scale: null, planogram: [] }] },
  ],
  products: new Map([
    [gtin(1), productOf(1, 'shirt', 59_000, 240)],
    [gtin(2), productOf(2, 'scarf', 29_000, 120)],
  ]),
  home: new Map([
    ...Array.from({ length: 8 }, (_, i) => [epc(i + 1), section('wall-1')] as const),
    ...Array.from({ length: 3 }, (_, i) => [epc(i + 1, 2), section('wall-2')] as const),
  ]),
  staff: { tags: new Set(), cards: new Set() },
  members: new Map(),
  loyalty: loyaltyOf(),
  displays: [displayOf('screen', 'wall', ['wall', 'table'])],
  labels: [],
  devices: [],
  offers: [],
  actuators: [],
  rules: [],
  experiments: { holdout: probability(0), slot: minutes(15) },
  settings: defaultSettings,
  identify: (code) => ({ kind: 'gs1', gtin: gtin(Number(code[2])) }),
  localTime: (now) => {
    const day = new Date(now);
    return {
      date: day.toISOString().slice(0, 10),
      weekday: day.getUTCDay() || 7,
      hour: day.getUTCHours(),
      minute: day.getUTCMinutes(),
      dayPart: '',
    };
  },
  isOpen: () => true,
  ...changes,
});

export const deviceOf = (name: string, changes: Partial<Device> = {}): Device => ({
  id: device(name),
  silentAfter: seconds(120),
  maxSkew: seconds(5),
  referenceTags: [],
  ...changes,
});

export const limitsOf = (changes: Partial<Offer['limits']> = {}): Offer['limits'] => ({
  ...{ perVisit: 1, perVisitorDay: 3, perDisplayHour: 60, budget: null, budgetDay: null },
  ...changes,
});

export const displayOf = (name: string, where: string, faces: readonly string[], confirmS = 15): Shop['displays'][number] => ({
  id: device(name),
  zone: zone(where),
  faces: faces.map(zone),
  confirmWithin: seconds(confirmS),
});

export const offerOf = (changes: Partial<Offer> = {}): Offer => ({
  id: asId('two-for-one'),
  on: 'item.picked',
  dwell: seconds(20),
  condition: () => ({ ok: true, holds: true }),
  minutes: [],
  needs: [],
  about: { by: 'event' },
  pricing: null,
  roundTo: minorCurrency(1),
  fills: [],
  target: { by: 'nearest' },
  priority: 50,
  showFor: seconds(15),
  validFor: seconds(60),
  schedule: { from: null, until: null, days: [], dayParts: [], hours: null, blackout: [] },
  limits: limitsOf(),
  cost: { cpm: minorCurrency(0), cpa: minorCurrency(0), brand: null },
  unit: 'auto',
  control: probability(0),
  personal: false,
  drives: [],
  ...changes,
});

const sensed = (name: string, second: number) => ({
  device: device(name),
  at: at(second),
  reportedAt: at(second),
  receivedAt: at(second),
});

/** A read by `reader:port`, e.g. `walls:1`. */
export const read = (second: number, antennaName: string, code: Epc, rssi: number | null = -58): TagRead => {
  const [name = '', port = '0'] = antennaName.split(':');
  const strength = rssi === null ? null : dbm(rssi);
  return { ...sensed(name, second), kind: 'tag', epc: code, antenna: Number(port), rssi: strength, tid: null, count: 1, detail: null };
};

export const card = (second: number, reader: string, who: string): Reading => ({
  ...sensed(reader, second),
  kind: 'card',
  visitor: visitor(who),
  antenna: 0,
  rssi: null,
});

export const crossing = (second: number, came: number, went: number, form: Counted['form'] = 'increment'): Counted => ({
  ...sensed('door-counter', second),
  kind: 'count',
  line: '',
  in: came,
  out: went,
  form,
});

export const weighed = (second: number, g: number, stable = true): Reading => ({
  ...sensed('scale', second),
  kind: 'weight',
  channel: '1',
  grams: grams(g),
  stable,
});

export const sale = (second: number, id: string, lines: readonly { epc?: Epc; gtin?: Gtin }[], who: string | null = null): Reading => ({
  ...sensed('pos', second),
  kind: 'sale',
  sale: asId(id),
  lines: lines.map((line) => ({ epc: line.epc ?? null, gtin: line.gtin ?? null, quantity: 1, amount: minorCurrency(59_000) })),
  visitor: who === null ? null : visitor(who),
  currency: 'TWD',
});

export const ack = (
  second: number,
  screen: string,
  command: string,
  result: 'shown' | 'done' | 'refused' | 'expired' = 'shown',
): Reading => ({
  ...sensed(screen, second),
  kind: 'ack',
  command: asId(command),
  result,
});

export const status = (second: number, name: string, online: boolean): Reading => ({
  ...sensed(name, second),
  kind: 'status',
  online,
  boot: null,
});

/** Reads of a tag by an antenna, every `every` seconds, with a small fixed wobble of the signal. */
export const reads = (from: number, to: number, antennaName: string, code: Epc, rssi = -58, every = 2): TagRead[] => {
  const out: TagRead[] = [];
  for (let i = 0, second = from; second < to; i++, second = from + i * every) {
    out.push(read(second, antennaName, code, rssi + (((i * 7) % 5) - 2) * 0.5));
  }
  return out;
};

/** The inputs in order of receive time, with a tick at every whole second, until `until` seconds after opening. */
export const withTicks = (readings: readonly Reading[], until: number): Input[] => {
  const sorted = readings.toSorted((a, b) => a.receivedAt - b.receivedAt);
  const inputs: Input[] = [];
  let next = 0;
  for (let second = 0; second <= until; second++) {
    const now = at(second);
    for (let r = sorted[next]; r !== undefined && r.receivedAt < now; r = sorted[++next]) inputs.push(r);
    inputs.push({ kind: 'tick', receivedAt: now });
  }
  return inputs;
};

export const run = (store: Store, inputs: readonly Input[]): DomainEvent[] => inputs.flatMap((input) => [...store.step(input)]);

/** Runs a shop's readings from opening until `until` and returns what happened. */
export const happenings = (shop: Shop, readings: readonly Reading[], until: number): DomainEvent[] =>
  run(createStore(shop), withTicks(readings, until));

export const only = <T extends EventType>(events: readonly DomainEvent[], ...types: T[]): EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => types.some((type) => type === event.type));

/** `type@second` of the events of some types, for short tables of expectation. */
export const story = (events: readonly DomainEvent[], prefix: string): string[] =>
  events.filter((e) => e.type.startsWith(prefix)).map((e) => `${e.type}@${Math.round((e.at - OPENING) / 1_000)}`);
