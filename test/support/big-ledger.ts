import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import type { ReaderCatalogue } from '../../gateway/ledger/queries/catalogue.ts';
import { createRandom, type Random } from '../../simulators/random.ts';
import { commitOf, events, type Told } from '../ledger/events.ts';
import { bigShop } from './big-shop.ts';

export interface BigLedger {
  readonly days: number;
  readonly visitsPerDay: number;
  readonly zones: number;
  readonly seed: number;
}

/** The first day's midnight in the shop: 2026-10-25 in Taipei. The last of thirty days is 2026-11-23. */
const MIDNIGHT = Date.UTC(2026, 9, 24, 16);
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
const OPENING_MS = 10 * HOUR_MS;
/** People per hour after opening, by weight: a lunch peak, an evening peak. */
const HOURS = [3, 5, 8, 7, 5, 5, 7, 10, 12, 9, 4];
const MEMBERS = 900;
const TIERS = ['basic', 'basic', 'silver', 'gold'] as const;

interface Shop {
  readonly catalogue: ReaderCatalogue;
  readonly shelves: readonly string[];
  readonly aisles: readonly string[];
  readonly random: Random;
}

interface Piece {
  readonly epc: string;
  readonly gtin: string;
  readonly sku: string;
  readonly zone: string;
  readonly section: string;
}

/** A serial number that is unique for the piece, in the shape of an EPC. */
const epcOf = (n: number): string => `3034${n.toString(16).toUpperCase().padStart(20, '0')}`;

function pieceFrom({ catalogue, random }: Shop, zone: string, serial: number): Piece {
  const facings = catalogue.shelves.find((shelf) => shelf.zone === zone)?.facings ?? [];
  const { section, sku } = random.pick(facings);
  const gtin = catalogue.products.find((product) => product.sku === sku)?.gtin ?? '';
  return { epc: epcOf(serial), gtin, sku, zone, section };
}

/** A length of time in whole ms, by its median. */
const lasting = (random: Random, medianMs: number, spread: number): number => Math.round(random.around(medianMs, spread));

/** The way of one visit through the shop, its stays in ms: door, some shelves with aisles between, perhaps a fitting room, the till. */
function wayOf({ shelves, aisles, random }: Shop, buys: boolean): readonly (readonly [zone: string, stayMs: number])[] {
  const way: [string, number][] = [['entrance', lasting(random, 12_000, 0.5)]];
  for (let n = random.int(1, 4); n > 0; n--) {
    way.push([random.pick(aisles), lasting(random, 20_000, 0.6)]);
    way.push([shelves[Math.floor(shelves.length * random.next() ** 1.6)] ?? 'entrance', lasting(random, 75_000, 0.8)]);
  }
  if (random.chance(0.12)) way.push(['fitting', lasting(random, 180_000, 0.5)]);
  if (buys) way.push(['checkout', lasting(random, 70_000, 0.5)]);
  way.push(['entrance', lasting(random, 8_000, 0.5)]);
  return way;
}

/** An offer on a pick: decided, mostly shown, and taken up when the visit buys. */
function offered({ catalogue, random }: Shop, visit: string, piece: Piece, at: number, boughtAt: number | null): readonly Told[] {
  const { id: offer } = random.pick(catalogue.offers);
  const [decision, unit] = [`d-${piece.epc}`, { by: 'visit', id: visit }];
  const arm = random.chance(0.2) ? 'control' : 'treatment';
  const display = `screen-${piece.zone}`;
  const about = { decision, offer, visit, unit, display };
  const reason = arm === 'control' ? 'control' : 'selected';
  const told: Told[] = [
    ['offer.decided', { ...about, at, zone: piece.zone, epc: piece.epc, sku: piece.sku, arm, reason, displays: [display] }],
  ];
  const isShown = arm === 'treatment' && random.chance(0.95);
  if (isShown) told.push(['offer.shown', { ...about, at: at + 600 }], ['offer.played', { ...about, at: at + 15_000, visible: 14_200 }]);
  if (boughtAt === null) return told;
  const value = 100 * random.int(100, 900);
  told.push(['offer.converted', { ...about, at: boughtAt, epc: piece.epc, value, arm, exposed: arm === 'control' || isShown }]);
  return told;
}

/** A pick with what becomes of it: bought at the till, or put back half a minute later. */
function picked(shop: Shop, visit: string, piece: Piece, at: number, boughtAt: number | null): readonly Told[] {
  const { epc, gtin, zone, section, sku } = piece;
  const item = { epc, gtin, zone, section };
  const told: Told[] = [
    ['item.arrived', { ...item, at: at - HOUR_MS }],
    ['item.picked', { ...item, at, from: zone, visit }],
    ['custody.assigned', { visit, epc, at }],
    ['shelf.changed', { at: at + 1_000, shelf: `rack-${zone}`, section, sku, onShelf: shop.random.int(0, 6), state: 'ok', spread: 0.3 }],
  ];
  if (shop.random.chance(0.35)) told.push(...offered(shop, visit, piece, at + 400, boughtAt));
  if (boughtAt === null) {
    const back = at + lasting(shop.random, 30_000, 0.5);
    told.push(['item.put', { ...item, at: back }], ['custody.ended', { visit, epc, since: at, at: back, outcome: 'returned' }]);
  } else {
    const sold = { ...item, zone: 'checkout', section: null, visit };
    told.push(['item.sold', { ...sold, at: boughtAt }], ['custody.ended', { visit, epc, since: at, at: boughtAt, outcome: 'bought' }]);
  }
  return told;
}

/** Everything that the gateway says of one visit. */
function visited(shop: Shop, visit: string, start: number, firstSerial: number): readonly Told[] {
  const { random } = shop;
  const member = random.chance(0.3) ? random.int(1, MEMBERS) : null;
  const buys = random.chance(0.38);
  const told: Told[] = [['visit.opened', { visit, at: start, by: 'counter', party: 1 + random.poisson(0.4), visitor: null }]];
  if (member !== null) {
    const tier = TIERS[member % TIERS.length] ?? 'basic';
    told.push(['visit.identified', { visit, at: start + 5_000, visitor: `member-${member}`, tier }]);
  }
  const way = wayOf(shop, buys);
  const leaves = start + way.reduce((sum, [, stay]) => sum + stay, 0);
  const paidAt = buys ? Math.round(leaves - 20_000) : null;
  const bought: Piece[] = [];
  let at = start;
  let from: string | null = null;
  let serial = firstSerial;
  for (const [zone, stay] of way) {
    told.push(['visit.moved', { visit, at: Math.round(at), zone, from }]);
    for (let n = shop.shelves.includes(zone) ? random.poisson(0.7) : 0; n > 0; n--) {
      const piece = pieceFrom(shop, zone, serial++);
      const keeps = paidAt !== null && random.chance(0.7);
      if (keeps) bought.push(piece);
      told.push(...picked(shop, visit, piece, Math.round(at + stay * random.next()), keeps ? paidAt : null));
    }
    [at, from] = [at + stay, zone];
  }
  const visitor = member === null ? null : `member-${member}`;
  const sale = paidAt === null ? null : saleOf(visit, visitor, bought, paidAt, random);
  if (sale !== null) told.push(['sale.recorded', sale]);
  if (visitor !== null) told.push(...asCustomer(visitor, visit, start, sale));
  told.push(['visit.closed', { visit, at: Math.round(leaves), opened: start }]);
  return told;
}

/** What the ledger keeps of a customer who agrees to it. */
function asCustomer(visitor: string, visit: string, start: number, sale: ReturnType<typeof saleOf> | null): readonly Told[] {
  const sinceMidnight = (start - MIDNIGHT) % DAY_MS;
  const dayPart = sinceMidnight < 12 * HOUR_MS ? 'morning' : sinceMidnight < 17 * HOUR_MS ? 'afternoon' : 'evening';
  const about = { visitor, day: Math.floor((start + 8 * HOUR_MS) / DAY_MS), dayPart, agrees: ['analytics', 'profiling'] };
  const told: Told[] = [['customer.visited', { ...about, visit, at: start + 5_000 }]];
  if (sale !== null) told.push(['customer.bought', { ...about, sale: sale.sale, at: sale.at, total: sale.total, skus: [] }]);
  return told;
}

function saleOf(visit: string, visitor: string | null, bought: readonly Piece[], at: number, random: Random) {
  const amount = () => 100 * random.int(80, 1_200);
  const tagged = bought.map(({ epc, gtin }) => ({ epc, gtin, quantity: 1, amount: amount() }));
  // Nothing with a tag: a coffee at the till.
  const lines = tagged.length > 0 ? tagged : [{ epc: null, gtin: null, quantity: 1, amount: amount() }];
  return { sale: `r-${visit}`, at, visit, visitor, total: lines.reduce((sum, { amount }) => sum + amount, 0), lines };
}

/** What the shop says of itself on a day: people at the doors by quarter, availability by hour, and a few alerts. */
function ofTheHouse({ catalogue, shelves, random }: Shop, day: number, starts: readonly number[]): readonly Told[] {
  const opens = MIDNIGHT + day * DAY_MS + OPENING_MS;
  const told: Told[] = [];
  for (let at = opens; at < opens + HOURS.length * HOUR_MS; at += QUARTER_MS) {
    const came = starts.filter((start) => start >= at && start < at + QUARTER_MS).length;
    told.push(['footfall.counted', { at, zone: 'entrance', device: 'reader-entrance', in: came, out: came }]);
    for (const { id } of catalogue.zones) told.push(['occupancy.changed', { at, zone: id, people: random.poisson(1), uncertainty: 0.5 }]);
    told.push(['occupancy.changed', { at, zone: null, people: came * 2, uncertainty: 1 }]);
  }
  for (let hour = 0; hour < HOURS.length; hour++) {
    const out = shelves
      .slice(0, 4)
      .map((zone) => ({ section: `${zone}-0`, sku: `${zone}-P${random.int(0, 4) * 2}`, seconds: random.int(60, 3_600) }));
    told.push(['availability.measured', { at: opens + hour * HOUR_MS, seconds: 3_600, places: shelves.length * 10, out }]);
  }
  for (let n = 0; n < 5; n++) {
    const [alert, at] = [`a-${day}-${n}`, opens + random.int(0, 10 * HOUR_MS)];
    const about = random.pick(['unsold-exit', 'device-silent', 'display-unconfirmed'] as const);
    told.push(['alert.raised', { alert, at, about, zone: 'entrance', epc: null, visit: null, device: 'reader-entrance' }]);
    if (n > 0) told.push(['alert.cleared', { alert, at: at + 600_000, because: 'returned' }]);
  }
  return told;
}

function aDayOf(shop: Shop, day: number, visitsPerDay: number): readonly Told[] {
  const { random } = shop;
  const opens = MIDNIGHT + day * DAY_MS + OPENING_MS;
  const starts = Array.from({ length: visitsPerDay }, () => opens + random.weighted(HOURS) * HOUR_MS + random.int(0, HOUR_MS - 1));
  const told = starts.flatMap((start, n) => visited(shop, `v-${day}-${n}`, start, (day * visitsPerDay + n) * 64));
  // In the order of happening, as the gateway would have said it.
  return [...told, ...ofTheHouse(shop, day, starts)].toSorted((a, b) => Number(a[1]?.at) - Number(b[1]?.at));
}

/**
 * Fills a ledger by events through its projection: some weeks of a shop with visits that go through its zones, hold items, are shown offers
 * and pay. The same seed gives the same ledger. Returns the shop, and the moment after the last event, epoch ms.
 */
export function makeBigLedger(
  file: string,
  { days, visitsPerDay, zones, seed }: BigLedger,
): { readonly catalogue: ReaderCatalogue; readonly now: number; readonly eventCount: number } {
  const catalogue = bigShop(zones);
  const of = (kind: string) => catalogue.zones.filter((zone) => zone.kind === kind).map(({ id }) => id);
  const shop: Shop = { catalogue, shelves: of('shelf'), aisles: of('aisle'), random: createRandom(seed, 'big-ledger') };
  const now = MIDNIGHT + (days - 1) * DAY_MS + 22 * HOUR_MS;
  const opened = openLedger({ file, clock: () => now });
  const members = Array.from(
    { length: MEMBERS },
    (_, n): Told => ['customer.told', { at: MIDNIGHT, visitor: `member-${n + 1}`, tier: 'basic' }],
  );
  opened.ledger.commit(commitOf(1, events(members)));
  let firstId = 1 + members.length;
  for (let day = 0; day < days; day++) {
    const brought = events(aDayOf(shop, day, visitsPerDay), firstId);
    opened.ledger.commit(commitOf(day + 2, brought));
    firstId += brought.length;
  }
  opened.close();
  return { catalogue, now, eventCount: firstId - 1 };
}
