import { describe, expect, test } from 'vitest';
import { type Budget, createBudgets } from '../../../gateway/domain/custody/budgets.ts';
import type { Trip } from '../../../gateway/domain/custody/trip.ts';
import { asId } from '../../../gateway/domain/ids.ts';
import { at, gtin, zone } from '../support.ts';
import { exitAt, tripOf, visit } from './trips.ts';

const budget = (changes: Partial<Budget> = {}): Budget => ({
  sale: asId('r'),
  at: at(200),
  till: zone('till'),
  visitor: null,
  byEpc: false,
  gtin: gtin(1),
  payers: [[visit('anna'), 0.9]],
  left: 1,
  ...changes,
});

const held = (n: number, by: string, stays: Parameters<typeof tripOf>[1], changes: Partial<Trip> = {}): Trip =>
  tripOf(n, stays, { beliefs: [[visit(by), 0.8]], ...changes });

const toTheTill = [
  ['wall', 100, 140],
  ['till', 180, 200],
] as const;
const stayed = [['table', 100, 200]] as const;

describe('a receipt that names a kind only', () => {
  test('pays for the item of the kind that the payer holds', () => {
    const [mine, other] = [held(1, 'anna', toTheTill), held(2, 'bert', toTheTill)];
    expect(createBudgets().book(budget(), [other, mine], at(200))).toEqual([mine]);
    expect(other.paid).toBeNull();
  });
  test('pays for the item at the till where nobody knows the payer', () => {
    const [here, there] = [held(1, 'anna', toTheTill), held(2, 'bert', stayed)];
    expect(createBudgets().book(budget({ payers: [] }), [there, here], at(200))).toEqual([here]);
  });
  test('pays for no more than it names, and for nothing of another kind', () => {
    const trips = [held(1, 'anna', toTheTill), held(2, 'anna', toTheTill), held(3, 'anna', toTheTill, { gtin: gtin(2) })];
    expect(createBudgets().book(budget(), trips, at(200))).toHaveLength(1);
    expect(createBudgets().book(budget({ left: 5 }), trips, at(200))).toHaveLength(1);
  });
  test('waits for what leaves when nothing fits', () => {
    const budgets = createBudgets();
    expect(budgets.book(budget(), [], at(200))).toEqual([]);
    const leaving = held(1, 'carl', stayed, exitAt(260));
    expect(budgets.cover(leaving, [leaving], at(260))).toEqual({ robbed: null });
    expect(leaving.paid).toMatchObject({ sale: 'r', byEpc: false });
    const second = held(2, 'carl', stayed, exitAt(260));
    expect(budgets.cover(second, [second], at(260))).toBeNull();
  });
  test('does not cover what leaves a quarter of an hour later', () => {
    const budgets = createBudgets();
    budgets.book(budget(), [], at(200));
    const late = held(1, 'anna', stayed, exitAt(200 + 901));
    expect(budgets.cover(late, [late], at(1_101))).toBeNull();
  });
  test('goes over to an item that leaves and fits better than one that did not', () => {
    const budgets = createBudgets();
    const first = held(1, 'bert', toTheTill);
    const payers: Budget['payers'] = [
      [visit('anna'), 0.5],
      [visit('bert'), 0.3],
    ];
    expect(budgets.book(budget({ payers }), [first], at(200))).toEqual([first]);
    const leaving = held(2, 'anna', toTheTill, exitAt(230));
    expect(budgets.cover(leaving, [first, leaving], at(230))).toEqual({ robbed: first });
    expect([first.paid, leaving.paid?.sale]).toEqual([null, 'r']);
  });
  test('is free again when its item is laid back', () => {
    const budgets = createBudgets();
    const laidBack = held(1, 'anna', toTheTill);
    budgets.book(budget(), [laidBack], at(200));
    budgets.release(laidBack);
    const leaving = held(2, 'anna', stayed, exitAt(230));
    expect(budgets.cover(leaving, [leaving], at(230))).toEqual({ robbed: null });
  });
  test('is kept over a restart and forgotten in time', () => {
    const budgets = createBudgets();
    budgets.book(budget({ left: 3 }), [], at(200));
    const again = createBudgets(JSON.parse(JSON.stringify(budgets.save())));
    expect(again.save()).toEqual(budgets.save());
    again.forget(at(200 + 901));
    expect(again.save()).toEqual([]);
  });
});
