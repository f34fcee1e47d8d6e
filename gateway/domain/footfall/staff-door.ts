import type { FloorPlan } from '../floor-plan.ts';
import type { Epc } from '../ids.ts';

/** A badge belongs to the crossing this near in time. */
const WITH_BADGE_MS = 5_000;
/** A badge that is heard at the door again and again stands there; after this silence it passes anew. */
const PASS_GAP_MS = 20_000;
const REMEMBERED_MS = 60_000;
/** GS1 headers of things that are lent or owned (GRAI-96, GIAI-96): a trolley is pushed by a customer. */
const THINGS = ['33', '34'];

type Direction = 'in' | 'out';

interface Crossing {
  readonly at: number;
  readonly direction: Direction;
  isStaff: boolean;
}

interface Pass {
  readonly who: string;
  readonly at: number;
  isUsed: boolean;
}

export interface SavedStaffDoor {
  readonly crossings: readonly Crossing[];
  readonly passes: readonly Pass[];
  readonly heard: readonly (readonly [string, number])[];
}

/** Which crossings of the door are of staff: a badge or staff card that is seen at the door claims the crossing nearest in time. */
export interface StaffDoor {
  /** True for tags that a person of the staff wears. */
  wears(epc: Epc): boolean;
  /** A badge or staff card was seen at the door. True when it made somebody who had crossed one of the staff. */
  seen(who: string, at: number): Direction | null;
  /** People crossed; returns how many of them are staff by badges seen before. */
  crossed(direction: Direction, people: number, at: number): number;
  /** How many of those who crossed from `from` to `to`, both included, are staff by all badges seen so far. */
  count(direction: Direction, from: number, to: number): number;
  save(): SavedStaffDoor;
}

/** Reference tags are in the list of staff tags, but hang on a wall. */
const badgesOf = (plan: FloorPlan): ReadonlySet<Epc> => {
  const fixed = new Set(plan.shop.devices.flatMap((device) => device.referenceTags.map(({ epc }) => epc)));
  return new Set([...plan.shop.staff.tags].filter((epc) => !fixed.has(epc) && !THINGS.includes(epc.slice(0, 2))));
};

export const createStaffDoor = (plan: FloorPlan, saved?: SavedStaffDoor): StaffDoor => {
  const badges = badgesOf(plan);
  let crossings: Crossing[] = (saved?.crossings ?? []).map((crossing) => ({ ...crossing }));
  let passes: Pass[] = (saved?.passes ?? []).map((pass) => ({ ...pass }));
  const heard = new Map(saved?.heard);

  const forget = (now: number) => {
    crossings = crossings.filter(({ at }) => now - at < REMEMBERED_MS);
    passes = passes.filter(({ at }) => now - at < REMEMBERED_MS);
  };
  const nearest = <T extends { readonly at: number }>(list: readonly T[], at: number): T | undefined =>
    list
      .filter((one) => Math.abs(one.at - at) <= WITH_BADGE_MS)
      .toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))
      .at(0);

  return {
    wears: (epc) => badges.has(epc),
    seen: (who, at) => {
      const before = heard.get(who);
      heard.set(who, Math.max(before ?? 0, at));
      if (before !== undefined && at - before < PASS_GAP_MS) return null;
      forget(at);
      const crossing = nearest(
        crossings.filter(({ isStaff }) => !isStaff),
        at,
      );
      passes.push({ who, at, isUsed: crossing !== undefined });
      if (crossing === undefined) return null;
      crossing.isStaff = true;
      return crossing.direction;
    },
    crossed: (direction, people, at) => {
      forget(at);
      let staff = 0;
      for (let i = 0; i < Math.min(people, 20); i++) {
        const pass = nearest(
          passes.filter(({ isUsed }) => !isUsed),
          at,
        );
        if (pass !== undefined) pass.isUsed = true;
        if (pass !== undefined) staff++;
        crossings.push({ at, direction, isStaff: pass !== undefined });
      }
      return staff;
    },
    count: (direction, from, to) => crossings.filter((c) => c.isStaff && c.direction === direction && c.at >= from && c.at <= to).length,
    save: () => ({ crossings, passes, heard: [...heard] }),
  };
};
