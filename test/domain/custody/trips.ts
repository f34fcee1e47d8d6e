import type { Holder } from '../../../gateway/domain/custody/holders.ts';
import type { Trip } from '../../../gateway/domain/custody/trip.ts';
import { asId, type VisitId } from '../../../gateway/domain/ids.ts';
import { at, epc, gtin, visitor, zone } from '../support.ts';

export const visit = (name: string) => asId<VisitId>(name);

let serial = 0;

/** A trip with stays given as `[zone, from second, to second]`; picked where and when the first begins. */
export const tripOf = (n: number, stays: readonly (readonly [string, number, number])[], changes: Partial<Trip> = {}): Trip => ({
  serial: ++serial,
  epc: epc(n),
  gtin: gtin(1),
  picked: at(stays[0]?.[1] ?? 0),
  surely: 0.9,
  alone: false,
  stays: stays.map(([name, from, to]) => ({ zone: zone(name), from: at(from), to: at(to) })),
  end: null,
  paid: null,
  said: null,
  beliefs: [],
  stale: false,
  due: 0,
  ...changes,
});

export const exitAt = (second: number): Partial<Trip> => ({
  end: { at: at(second), how: 'exit', zone: zone('door'), home: false, surely: 0.95 },
});

export const holderOf = (name: string, opened: number, changes: Partial<Holder> = {}): Holder => ({
  id: visit(name),
  opened: at(opened),
  visitor: null,
  party: 1,
  parted: [],
  ended: null,
  seenLeaving: false,
  isOver: changes.ended !== undefined && changes.ended !== null,
  ...changes,
});

export const member = (name: string, opened: number, changes: Partial<Holder> = {}): Holder =>
  holderOf(name, opened, { visitor: visitor(name), ...changes });
