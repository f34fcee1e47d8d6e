import { describe, expect, it } from 'vitest';
import { createDoor } from '../../../simulators/baselines/door.ts';
import { giveTrips } from '../../../simulators/baselines/give.ts';
import { createTill } from '../../../simulators/baselines/till.ts';
import { itemOf } from './support.ts';

const S = 1_000;
const one = { in: 1, out: 0 };
const gone = { in: 0, out: 1 };

describe('visits by the door', () => {
  it('come and go in order', () => {
    const door = createDoor(true);
    for (const at of [0, 60]) door.count('door', one, at * S);
    for (const at of [100, 200]) door.count('door', gone, at * S);
    expect(door.visits).toMatchObject([
      { start: 0, end: 100 * S },
      { start: 60 * S, end: 200 * S },
    ]);
    expect(door.footfall.at(-1)).toMatchObject({ type: 'occupancy', people: 0 });
  });

  it('make a party of heads that come in together, which ends with the last of them', () => {
    const door = createDoor(true);
    for (const at of [0, 2]) door.count('door', one, at * S);
    door.count('door', one, 10 * S);
    for (const at of [100, 102, 300]) door.count('door', gone, at * S);
    expect(door.visits).toMatchObject([
      { people: 2, end: 102 * S },
      { people: 1, end: 300 * S },
    ]);
  });

  it('are told by cards, also out of order', () => {
    const door = createDoor(true);
    door.count('door', one, 0);
    door.card('A', 'door', 2 * S);
    door.count('door', one, 60 * S);
    door.card('B', 'door', 61 * S);
    door.card('B', 'tea', 100 * S);
    door.card('B', 'door', 199 * S);
    door.count('door', gone, 200 * S);
    expect(door.visits).toMatchObject([
      { card: 'A', end: null },
      { card: 'B', end: 200 * S, zones: [{ zone: 'door' }, { zone: 'tea', to: 199 * S }, { zone: 'door' }] },
    ]);
  });

  it('are cards alone where nobody counts', () => {
    const door = createDoor(false);
    door.card('A', 'tea', 20 * S);
    door.card('A', 'tea', 40 * S);
    door.tick(100 * S);
    expect(door.visits).toMatchObject([{ card: 'A', start: 8 * S, end: 40 * S }]);
  });
});

describe('whose an item is', () => {
  const door = createDoor(true);
  for (const at of [0, 60]) door.count('door', one, at * S);
  door.card('A', 'door', 62 * S);
  door.card('A', 'tea', 80 * S);
  for (const at of [200, 300]) door.count('door', gone, at * S);
  const trip = (from: number, to: number | null, outcome: 'taken' | 'bought' | 'returned', zone = 'tea') => ({
    ...{ item: itemOf('tea'), from: from * S, to: to === null ? null : to * S, outcome, zones: [{ zone, at: from * S }] },
  });
  const owners = (one: ReturnType<typeof trip>, till = createTill()): string[] =>
    giveTrips([one], door.visits, till).flatMap(({ visit, items }) => (items.length > 0 ? [visit] : []));

  it('is of the visit that ended nearest when it left', () => {
    expect(owners(trip(90, 202, 'taken'))).toEqual(['b-1']);
    expect(owners(trip(90, 295, 'taken'))).toEqual(['b-2']);
    expect(owners(trip(90, 250, 'taken'))).toEqual([]);
  });

  it('is of the card on the receipt, whoever left nearest', () => {
    const till = createTill();
    const lines = [{ epc: itemOf('tea').epc, gtin: null, quantity: 1, amount: 1 }];
    till.sell({ kind: 'sale', lines, card: 'A' } as unknown as Parameters<typeof till.sell>[0], 190 * S);
    expect(owners(trip(90, 202, 'bought'), till)).toEqual(['b-2']);
  });

  it('is of the card that was there when it was picked and put back, else of who came last', () => {
    expect(owners(trip(90, 120, 'returned'))).toEqual(['b-2']);
    expect(owners(trip(30, 40, 'returned', 'coffee'))).toEqual(['b-1']);
    expect(owners(trip(400, 420, 'returned'))).toEqual([]);
  });
});
