import { describe, expect, it } from 'vitest';
import type { RawSale } from '../../../devices/kit/define-device.ts';
import type { Item } from '../../../simulators/baselines/goods.ts';
import { createTill } from '../../../simulators/baselines/till.ts';
import { createTrips } from '../../../simulators/baselines/trips.ts';
import { antennaIn, goods, itemOf, layout } from './support.ts';

const outer = antennaIn('entrance', 'portal-outer');
const inner = antennaIn('entrance', 'portal-inner');
const sale = (lines: readonly { epc?: string; gtin?: string; quantity?: number }[], card: string | null = null) =>
  ({
    kind: 'sale',
    lines: lines.map(({ epc = null, gtin = null, quantity = 1 }) => ({ epc, gtin, quantity, amount: 1 })),
    card,
  }) as unknown as RawSale;

/** A shop in which the last reader has the item, told second by second. */
function shop() {
  const till = createTill();
  const gate = { silence: 10_000, leastReads: 2 };
  const trips = createTrips({ goods, till, gate, tillAntennaSells: false, onPlace: () => undefined });
  let now = 0;
  const wait = (seconds: number): void => {
    for (let n = 0; n < seconds; n++) {
      now += 1_000;
      trips.tick(now);
    }
  };
  const read = (item: Item, antenna: typeof outer): void => {
    trips.read(item, antenna, now);
    trips.found(item, antenna, now);
  };
  wait(1);
  const told = () => trips.items.filter(({ at }) => at > 1_000).map(({ type, zone }) => `${type} ${zone}`);
  return { till, trips, wait, read, told, now: () => now };
}

describe('what follows from places', () => {
  it('is all of the stock count at home in the beginning', () => {
    const { trips } = shop();
    expect(trips.items).toHaveLength(layout.items.length);
    expect(new Set(trips.items.map(({ type }) => type))).toEqual(new Set(['arrived']));
  });

  it('is a pick and a move out of a shelf zone, and a put after a minute in another one', () => {
    const { wait, read, told, trips } = shop();
    const item = itemOf('tea');
    wait(10);
    read(item, antennaIn('aisle'));
    wait(30);
    read(item, antennaIn('coffee'));
    wait(59);
    expect(told()).toEqual(['picked tea', 'moved aisle', 'moved coffee']);
    wait(2);
    expect(told().at(-1)).toBe('put coffee');
    expect(trips.trips).toMatchObject([{ from: 11_000, to: 41_000, outcome: 'left' }]);
  });

  it('is a return when it comes to rest at home', () => {
    const { wait, read, trips } = shop();
    const item = itemOf('tea');
    wait(10);
    read(item, antennaIn('aisle'));
    wait(5);
    read(item, antennaIn('tea'));
    wait(61);
    expect(trips.trips).toMatchObject([{ outcome: 'returned' }]);
  });
});

describe('leaving', () => {
  const goOut = (reads: readonly (typeof outer)[], then?: typeof outer) => {
    const all = shop();
    const item = itemOf('tea');
    all.wait(10);
    for (const antenna of reads) {
      all.read(item, antenna);
      all.wait(1);
    }
    if (then) {
      all.wait(3);
      all.read(item, then);
    }
    all.wait(15);
    return { ...all, item };
  };

  it('is inner, outer and silence, said when the silence was long enough', () => {
    const { told, trips } = goOut([inner, outer]);
    expect(told().at(-1)).toBe('exited entrance');
    const exit = trips.items.at(-1);
    expect((exit?.emittedAt ?? 0) - (exit?.at ?? 0)).toBe(10_000);
    expect(trips.alerts).toMatchObject([{ type: 'unsold-exit', at: exit?.at }]);
    expect(trips.trips).toMatchObject([{ outcome: 'taken' }]);
  });

  it('is not coming in, a single read, or a read inside before the silence is over', () => {
    for (const told of [goOut([outer, inner]).told(), goOut([outer]).told(), goOut([inner, outer], antennaIn('aisle')).told()]) {
      expect(told).not.toContain('exited entrance');
    }
  });

  it('raises no alarm for what stands on a receipt', () => {
    const paid = shop();
    const item = itemOf('tea');
    paid.till.sell(sale([{ epc: item.epc }]), paid.now());
    paid.wait(5);
    for (const antenna of [inner, outer]) paid.read(item, antenna);
    paid.wait(15);
    expect(paid.told().at(-1)).toBe('exited entrance');
    expect(paid.trips.alerts).toEqual([]);
    expect(paid.trips.trips).toMatchObject([{ outcome: 'bought' }]);
  });

  it('is taken back by a later read inside', () => {
    const { read, told, item } = goOut([inner, outer]);
    read(item, antennaIn('tea'));
    expect(told().at(-1)).toBe('returned tea');
  });
});

describe('receipts by product', () => {
  it('are a budget: as many items leave paid as units were sold, for a quarter of an hour', () => {
    const till = createTill();
    const [first, second, third] = [0, 1, 2].map((n) => ({ ...itemOf('tea', n), gtin: '04719987101018' }));
    if (!first || !second || !third) throw new Error('too few items');
    till.sell(sale([{ gtin: '04719987101018' }], 'CARD'), 0);
    expect(till.isPaid(first, 60_000)).toBe(true);
    expect(till.cardOf(first)).toBe('CARD');
    expect(till.isPaid(first, 61_000)).toBe(true);
    expect(till.isPaid(second, 62_000)).toBe(false);
    till.sell(sale([{ gtin: '04719987101018' }]), 100_000);
    expect(till.isPaid(third, 100_000 + 16 * 60_000)).toBe(false);
  });
});
