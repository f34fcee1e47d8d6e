import { describe, expect, test } from 'vitest';
import { inOneBag, matesOf, vanishedBy } from '../../../gateway/domain/custody/co-movers.ts';
import { beliefsFrom, rank } from '../../../gateway/domain/custody/ledger.ts';
import type { Trip } from '../../../gateway/domain/custody/trip.ts';
import { createZoneLaw } from '../../../gateway/domain/custody/zone-law.ts';
import { createFloorPlan } from '../../../gateway/domain/floor-plan.ts';
import { asId } from '../../../gateway/domain/ids.ts';
import { at, shopOf, zone } from '../support.ts';
import { exitAt, holderOf, tripOf, visit } from './trips.ts';

const law = createZoneLaw(createFloorPlan(shopOf()));
const way = [
  ['wall', 100, 130],
  ['table', 140, 170],
  ['cabin', 180, 260],
] as const;
const known = { beliefs: [[visit('anna'), 0.9] as const] };

const together = (trip: Trip, other: Trip, now = 300): number => matesOf(trip, [other], law, 4, at(now))[0]?.together ?? 0;

describe('two items in the same hands', () => {
  test('are those that go the same way', () => {
    expect(together(tripOf(1, way), tripOf(2, way, known))).toBeGreaterThan(0.8);
  });
  test('are not those that only meet in the end', () => {
    const elsewhere = tripOf(2, [['table', 95, 115], ['till', 118, 170], ['cabin', 185, 260]], known); // biome-ignore format: a row per item
    expect(together(tripOf(1, way), elsewhere)).toBeLessThan(0.3);
  });
  test('are not those that leave at different times, however long they kept company', () => {
    const one = tripOf(1, way, exitAt(300));
    expect(together(one, tripOf(2, way, { ...known, ...exitAt(301) }))).toBeGreaterThan(0.9);
    expect(together(one, tripOf(2, way, { ...known, ...exitAt(340) }), 400)).toBeLessThan(0.3);
  });
  test('are those of one receipt', () => {
    const paid = { sale: asId<never>('r'), at: at(290), till: null, visitor: null, byEpc: true };
    const short = [['till', 285, 290]] as const;
    expect(together(tripOf(1, short, { paid }), tripOf(2, short, { paid, ...known }))).toBeGreaterThan(0.9);
  });
});

describe('neighbours that fall silent', () => {
  const silent = (n: number, second: number, name = 'wall') =>
    tripOf(n, [[name, second, second]], { ...known, end: { at: at(second), how: 'silence', zone: zone(name), home: false, surely: 0.9 } });
  test('at nearly the same time went into one bag', () => {
    expect(together(silent(1, 100), silent(2, 145), 400)).toBeGreaterThan(0.7);
    expect(together(silent(1, 100), silent(2, 145, 'table'), 400)).toBeLessThan(0.3);
    expect(together(silent(1, 100), silent(2, 200), 400)).toBeLessThan(0.3);
  });
  test('were taken after the last of them was heard', () => {
    const one = silent(1, 100);
    expect(vanishedBy(one, [one, silent(2, 145), silent(3, 300), tripOf(4, way)])).toBe(at(145));
    expect(vanishedBy(one, [one])).toBe(at(100));
  });
  test('are looked for among the newest trips only, for a reader that fails silences a whole shelf', () => {
    const shelf = Array.from({ length: 500 }, (_, i) => silent(i + 2, 100));
    expect(inOneBag(silent(1, 100), shelf)).toHaveLength(64);
    expect(inOneBag(silent(1, 100), [silent(2, 110), silent(3, 300)])).toHaveLength(1);
  });
});

describe('what goods say of each other', () => {
  const rows = ['anna', 'bert', 'carl'].map((name) => ({ holder: holderOf(name, 10), why: [], nats: 0 }));
  const mate = (together: number, share: number) => ({ trip: tripOf(2, way, { beliefs: [[visit('anna'), share]] }), together });

  test('gives the unclear item to the holder of the clear one', () => {
    const [top] = rank(rows, -1, [mate(0.9, 0.95)]);
    expect(top?.holder.id).toBe('anna');
    expect(top?.confidence).toBeGreaterThan(0.6);
    expect(top?.why[0]).toMatchObject({ code: 'goods-same-zone' });
  });
  test('is worth nothing when they are not together', () => {
    expect(rank(rows, -1, [mate(0, 0.95)])[0]?.confidence).toBeCloseTo(rank(rows, -1, [])[0]?.confidence ?? 0);
  });
  test('counts once, however many goods were judged by the same sightings', () => {
    const one = rank(rows, -1, [mate(0.9, 0.95)])[0]?.confidence ?? 0;
    const four = rank(rows, -1, [mate(0.9, 0.95), mate(0.9, 0.95), mate(0.9, 0.95), mate(0.9, 0.95)])[0]?.confidence ?? 0;
    expect(four).toBeCloseTo(one);
  });
});

test('an item keeps its sixteen best hypotheses, and all of them with nobody make one', () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({ holder: holderOf(`v${i}`, i), why: [], nats: i / 10 }));
  const beliefs = beliefsFrom(rows, 1);
  expect(beliefs).toHaveLength(16);
  expect(beliefs[0]?.[0]).toBe('v39');
  expect(beliefs.reduce((sum, [, share]) => sum + share, 0)).toBeLessThan(1);
});
