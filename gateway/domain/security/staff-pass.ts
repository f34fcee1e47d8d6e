import type { FloorPlan } from '../floor-plan.ts';
import type { ZoneId } from '../ids.ts';
import type { CardSeen, TagRead } from '../readings.ts';

/** A badge that passes so near in time carried what passed with it, ms. */
const TOGETHER_MS = 3_000;
/** Sightings of badges remembered. */
const KEPT = 64;

interface Sighting {
  readonly zone: ZoneId;
  readonly at: number;
}

/** Where staff was seen lately, by badge tags and staff cards. */
export interface StaffPass {
  /** Handlers of readings; a shop without staff tags costs nothing per read. */
  readonly tag?: (read: TagRead) => void;
  readonly card?: (card: CardSeen) => void;
  /** Milliseconds between a moment in a zone and the nearest staff there; null when none was near enough (`within`, 3 s). */
  near(zone: ZoneId | null, at: number, within?: number): number | null;
  save(): unknown;
}

export const createStaffPass = ({ shop, antenna }: FloorPlan, saved?: unknown): StaffPass => {
  let seen: readonly Sighting[] = (saved as readonly Sighting[] | undefined) ?? [];
  const note = (zone: ZoneId | undefined, at: number) => {
    if (zone === undefined) return;
    const last = seen.at(-1);
    // A badge is read many times a second: one sighting a second is enough.
    if (last !== undefined && last.zone === zone && Math.abs(at - last.at) < 1_000) return;
    seen = [...seen.slice(1 - KEPT), { zone, at }];
  };
  const { tags, cards } = shop.staff;
  const near: StaffPass['near'] = (zone, at, within = TOGETHER_MS) => {
    let best: number | null = null;
    for (const sighting of seen) {
      const apart = Math.abs(at - sighting.at);
      if (sighting.zone === zone && apart <= within && (best === null || apart < best)) best = apart;
    }
    return best;
  };
  return {
    near,
    ...(tags.size > 0 && {
      tag: (read: TagRead) => {
        if (tags.has(read.epc)) note(antenna(read.device, read.antenna)?.zone?.id, read.at);
      },
    }),
    ...(cards.size > 0 && {
      card: (card: CardSeen) => {
        if (cards.has(card.visitor)) note(antenna(card.device, card.antenna)?.zone?.id ?? shop.standsIn.get(card.device), card.at);
      },
    }),
    save: () => seen,
  };
};
