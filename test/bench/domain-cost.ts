import { createStore } from '../../gateway/domain/create-store.ts';
import { asId, type Epc, type VisitorId } from '../../gateway/domain/ids.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import type { Store } from '../../gateway/domain/store.ts';
import { dbm, instant } from '../../gateway/domain/units.ts';
import { at, device, deviceOf, epc, OPENING, section, shopOf } from '../domain/support.ts';

/**
 * What a tag read costs in a shop with so many tags at rest and so many visits open. Run as a program of its own, with
 * `--expose-gc`, since what one shop leaves on the heap would be counted for the next: prints one JSON object.
 */
const [tags = 1_000, visits = 0, reads = 300_000] = process.argv.slice(2).map(Number);
/** Share of reads from goods in the hands of visitors. */
const IN_HANDS = 50;
const READS_PER_SECOND = Math.max(1_000, tags / 5);

/** One full round: every tag read once by its antenna, with a little noise and a stray read now and then. */
const readAt = (code: Epc, i: number, now: number): TagRead => {
  const stray = i % 37 === 0;
  return {
    kind: 'tag',
    device: device(stray ? 'tables' : 'walls'),
    at: instant(now),
    reportedAt: null,
    receivedAt: instant(now),
    epc: code,
    antenna: stray ? 1 : 1 + (i % 2),
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

const codes = Array.from({ length: tags }, (_, i) => epc(i + 1));
const home = new Map(codes.map((code, i) => [code, section(i % 2 === 0 ? 'wall-1' : 'wall-2')] as const));
// Described, so that their antennas are watched as in a shop.
const shop = shopOf({ home, devices: [deviceOf('walls'), deviceOf('tables')] });
globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
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
globalThis.gc?.();
const bytesPerTag = (process.memoryUsage().heapUsed - before) / tags;
const costs = Array.from({ length: 3 }, () => {
  const started = process.hrtime.bigint();
  round(reads);
  return Number(process.hrtime.bigint() - started) / 1e3 / reads;
}).sort((a, b) => a - b);
console.log(JSON.stringify({ tags, visits, microseconds: costs[1], bytesPerTag: Math.round(bytesPerTag), said, ...store.sizes() }));
