import { createStore } from '../../gateway/domain/create-store.ts';
import { asId, type Epc, type ShelfId, type Sku, type VisitorId } from '../../gateway/domain/ids.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import type { Store } from '../../gateway/domain/store.ts';
import { dbm, instant } from '../../gateway/domain/units.ts';
import { at, device, deviceOf, epc, OPENING, section, shopOf, zone } from '../domain/support.ts';

/**
 * What a tag read costs in a shop with so many tags at rest and so many visits open. Run as a program of its own, with
 * `--expose-gc`, since what one shop leaves on the heap would be counted for the next: prints one JSON object.
 */
const [tags = 1_000, visits = 0, reads = 300_000] = process.argv.slice(2).map(Number);
/** Share of reads from goods in the hands of visitors. */
const IN_HANDS = 50;
const READS_PER_SECOND = Math.max(1_000, tags / 5);
/** A bigger shop has more shelves and more antennas, not longer ones. */
const clip = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, Math.ceil(value)));
const SECTIONS = clip(tags / 100, 2, 10_000);
const ANTENNAS = clip(tags / 1_000, 2, 200);
const ZONES = clip(ANTENNAS / 5, 1, 20);
const antennaOf = (i: number): number => (i % SECTIONS) % ANTENNAS;

/** One full round: every tag read once by its antenna, with a little noise and a stray read now and then. */
const readAt = (code: Epc, i: number, now: number): TagRead => {
  const stray = i % 37 === 0;
  return {
    kind: 'tag',
    device: device(stray ? 'tables' : `reader-${antennaOf(i)}`),
    at: instant(now),
    reportedAt: null,
    receivedAt: instant(now),
    epc: code,
    antenna: 1,
    rssi: dbm(stray ? -78 : -55 - (i % 11) + ((i * 7919 + now) % 5) * 0.5),
    tid: null,
    count: 1,
    detail: null,
  };
};

/** Something that a visitor carries about between a table and the cabins. */
const carriedAt = (code: Epc, i: number, now: number): TagRead => ({
  ...readAt(code, i, now),
  device: device(Math.floor(now / 40_000) % 2 === 0 ? 'tables' : 'cabins'),
  antenna: 1,
  rssi: dbm(-60 - ((i * 31) % 9)),
});

/** So many members who came in one after the other and are still there. */
const fill = (store: Store): void => {
  for (let i = 0; i < visits; i++) {
    const moment = at(0.5 + i / visits);
    const said = { at: moment, reportedAt: null, receivedAt: moment };
    store.step({ kind: 'count', device: device('door-counter'), ...said, line: '', in: 1, out: 0, form: 'increment' });
    store.step({ kind: 'card', device: device('door-card'), ...said, visitor: asId<VisitorId>(`member-${i}`), antenna: 0, rssi: null });
  }
};

// Buffer makes texts in one piece, as they come from a reader.
const codes = Array.from({ length: tags }, (_, i) => Buffer.from(epc(i + 1)).toString('latin1') as Epc);
const home = new Map(codes.map((code, i) => [code, section(`s-${i % SECTIONS}`)] as const));
const small = shopOf();
const zoneOf = (n: number) => zone(`wall-${n % ZONES}`);
const walls = Array.from({ length: ZONES }, (_, n) => ({ id: zoneOf(n), kind: 'shelf' as const, neighbours: [] }));
const antennas = Array.from({ length: ANTENNAS }, (_, n) => ({
  ...{ device: device(`reader-${n}`), port: 1, zone: zoneOf(n), kind: 'zone' as const, section: null },
}));
const sections = Array.from({ length: SECTIONS }, (_, n) => ({
  id: section(`s-${n}`),
  scale: null,
  planogram: [{ sku: asId<Sku>('shirt'), facings: 80, minimum: 20 }],
}));
const shelves = walls.map((wall, n) => ({
  id: asId<ShelfId>(`shelf-${n}`),
  zone: wall.id,
  sections: sections.filter((_, i) => (i % ANTENNAS) % ZONES === n),
}));
// Described, so that their antennas are watched as in a shop.
const shop = shopOf({
  ...{ home, shelves },
  zones: [...small.zones, ...walls],
  antennas: [...small.antennas, ...antennas],
  devices: [deviceOf('tables'), ...antennas.map((antenna) => deviceOf(antenna.device))],
});
/** Typed arrays lie outside the heap that the engine counts. */
const bytesUsed = (): number => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
const before = bytesUsed();
const store = createStore(shop);
fill(store);
let now: number = OPENING + 2_000;
let second = 2;
let said = 0;
const round = (upTo: number): void => {
  for (let i = 0; i < upTo; i++) {
    const code = codes[i % tags];
    if (code === undefined) continue;
    now += 1_000 / READS_PER_SECOND;
    const whole = Math.floor((now - OPENING) / 1_000);
    while (second < whole) said += store.step({ kind: 'tick', receivedAt: at(++second) }).length;
    const held = visits > 0 && i % IN_HANDS === 0 ? codes[(i / IN_HANDS) % Math.min(2 * visits, tags)] : undefined;
    said += store.step(held === undefined ? readAt(code, i, Math.floor(now)) : carriedAt(held, i, Math.floor(now))).length;
  }
};
round(tags * 12);
const bytesPerTag = (bytesUsed() - before) / tags;
const costs = Array.from({ length: 3 }, () => {
  // The thread's own time: other programs on the machine take nothing from it.
  const started = process.threadCpuUsage();
  round(reads);
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / reads;
}).sort((a, b) => a - b);
console.log(JSON.stringify({ tags, visits, microseconds: costs[1], bytesPerTag: Math.round(bytesPerTag), said, ...store.sizes() }));
