import { describe, expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import type { Shop } from '../../../gateway/domain/shop.ts';
import { epc, happenings, only, read, reads, run, section, shopOf, withTicks } from '../support.ts';

const shirt = epc(1);
const neighbours = [2, 3, 4, 5].flatMap((n) => reads(n * 0.31, 900, 'walls:1', epc(n), -54 - n));
const onTheTable = [1, 2, 3].flatMap((n) => reads(n * 0.27, 900, 'tables:1', epc(n, 2), -52 - n));

/** Where the shirt is said to have moved, given what is heard of it in a shop. */
const moves = (heard: readonly Reading[], changes: Partial<Shop> = {}) => {
  const shop = shopOf({
    home: new Map([...shopOf().home, ...[1, 2, 3].map((n) => [epc(n, 2), section('table-1')] as const)]),
    ...changes,
  });
  const events = happenings(shop, [...neighbours, ...onTheTable, ...heard], 900);
  return only(events, 'item.moved')
    .filter((event) => event.epc === shirt)
    .map(({ zone }) => zone);
};

const home = reads(1, 900, 'walls:1', shirt, -66).filter((_, i) => i % 8 === 0);
const nextDoor = reads(1.4, 900, 'tables:1', shirt, -50);

describe('an item that the antenna next door hears best', () => {
  test('is not moved while its home hears it at all', () => {
    expect(moves([...home, ...nextDoor])).toEqual([]);
  });

  test('is moved when its home hears it no more often than a stray', () => {
    expect(moves([...home.slice(0, 2), ...nextDoor])).toEqual(['table']);
  });
});

describe('a delivery that nobody knows a home of', () => {
  const parcel = epc(77);
  const weak = [200, 210, 220, 245, 270, 295, 321, 323].map((second, i) =>
    i % 2 === 0 ? read(second, 'tables:1', parcel, -60) : read(second, 'walls:2', parcel, -64),
  );

  test('is laid down within minutes, though no antenna alone hears it often', () => {
    const store = createStore(shopOf());
    run(store, withTicks([...neighbours, ...onTheTable, ...weak], 330));
    const parcelNow = store.item(parcel);
    expect(parcelNow).toMatchObject({ zone: 'table', state: 'present' });
    expect(parcelNow?.confidence).toBeGreaterThan(0.98);
  });
});
