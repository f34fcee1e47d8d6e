import type { EventOf } from '../../events.ts';
import type { FloorPlan } from '../../floor-plan.ts';
import { createIsDoor } from '../../footfall/door-lines.ts';
import type { ZoneId } from '../../ids.ts';

/** People who left are remembered for so long, ms: what is missed is missed within minutes. */
const KEPT_MS = 20 * 60_000;

/** People counted out at one moment, ms since the tags' base. */
export interface DoorOut {
  readonly at: number;
  readonly people: number;
  readonly zone: ZoneId;
}

/** Who went out lately, by the counters at the doors. */
export interface DoorOuts {
  /** Takes note of a count at `at`, ms since the tags' base. */
  note(fact: Pick<EventOf<'footfall.counted'>, 'zone' | 'out'>, at: number): void;
  /** The moments from `from` to `to`, both included, in the order in which they were told. */
  between(from: number, to: number): readonly DoorOut[];
  save(): unknown;
}

export const createDoorOuts = (plan: FloorPlan, saved?: unknown): DoorOuts => {
  let outs = (saved as readonly DoorOut[] | undefined) ?? []; // Written by save() below.
  const doors = new Set(plan.shop.counters.filter(createIsDoor(plan)).map(({ zone }) => zone));
  return {
    note: ({ zone, out }, at) => {
      if (out === 0 || !doors.has(zone)) return;
      outs = [...outs.filter((earlier) => at - earlier.at < KEPT_MS), { at, people: out, zone }];
    },
    between: (from, to) => outs.filter(({ at }) => at >= from && at <= to),
    save: () => outs,
  };
};
