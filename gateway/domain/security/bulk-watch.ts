import type { ItemFact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { SectionId } from '../ids.ts';
import { rounded } from '../statistics.ts';
import type { Alarms } from './alarms.ts';
import type { StaffPass } from './staff-pass.ts';

/** So much of a bulk must be sure: five picks that nobody would bet on are none. */
const SURE_SHARE = 0.5;
/** Staff seen in the zone so near in time is at work there, ms. */
const STAFF_MS = 60_000;
/** Items put on a section within this time by the half dozen are a delivery, ms. */
const RESTOCK_MS = 60_000;

/** A gateway that has just begun hears the whole shop arrive: that is no delivery, ms. */
const SETTLING_MS = 600_000;

type Moment = readonly [at: number, confidence: number];

interface Saved {
  readonly began: number;
  readonly picks: readonly (readonly [SectionId, readonly Moment[]])[];
  readonly puts: readonly (readonly [SectionId, readonly number[]])[];
  readonly mutes: readonly (readonly [SectionId, number])[];
}

/** Many items taken from one section at once, unless somebody is filling it. */
export interface BulkWatch {
  picked(fact: ItemFact): void;
  /** Goods that came to rest on a section: by the half dozen they are a delivery, and bulks there are muted. */
  filled(fact: ItemFact): void;
  tick(now: number): void;
  save(): unknown;
}

export const createBulkWatch = ({ shop }: FloorPlan, alarms: Alarms, staff: StaffPass, saved?: unknown): BulkWatch => {
  const before = saved as Saved | undefined; // Written by save() below.
  const { bulkItems, bulkWindow, restockMute } = shop.settings.security;
  const picks = new Map<SectionId, readonly Moment[]>(before?.picks);
  const puts = new Map<SectionId, readonly number[]>(before?.puts);
  let began = before?.began ?? 0;
  const mutes = new Map<SectionId, number>(before?.mutes);

  return {
    picked: ({ section, at, confidence, zone, visit }) => {
      if (section === null) return;
      const recent = [...(picks.get(section) ?? []), [at, confidence] as const].filter(([time]) => at - time <= bulkWindow);
      picks.set(section, recent);
      if (mutes.has(section) || staff.near(zone, at, STAFF_MS) !== null) return;
      const expected = recent.reduce((sum, [, sure]) => sum + sure, 0);
      if (recent.length < bulkItems || expected < SURE_SHARE * bulkItems) return;
      const key = `bulk|${section}`;
      const facts = { items: recent.length, seconds: bulkWindow / 1_000, section };
      const why = [{ code: 'picked-together', nats: 2, facts }] as const;
      // How surely each of them was picked is how surely they were picked together.
      alarms.raise(key, { about: 'bulk', at, severity: 'major', confidence: rounded(expected / recent.length), zone, visit, why });
      alarms.renew(key, at);
    },
    filled: ({ section, at, zone }) => {
      if (section === null || began === 0 || at - began < SETTLING_MS) return;
      const recent = [...(puts.get(section) ?? []), at].filter((time) => at - time <= RESTOCK_MS);
      puts.set(section, recent);
      if (recent.length < bulkItems || restockMute === 0) return;
      mutes.set(section, at);
      const why = [{ code: 'filled-together', nats: 2, facts: { items: recent.length, seconds: RESTOCK_MS / 1_000, section } }] as const;
      alarms.raise(`mute|${section}`, { about: 'bulk-muted', at, severity: 'warning', confidence: 0.9, zone, why });
      alarms.renew(`mute|${section}`, at);
    },
    tick: (now) => {
      if (began === 0) began = now;
      for (const [section, at] of mutes) {
        if (now - at < restockMute) continue;
        mutes.delete(section);
        alarms.clear(`mute|${section}`, now as ItemFact['at'], 'restocking-over');
      }
    },
    save: (): Saved => ({ began, picks: [...picks], puts: [...puts], mutes: [...mutes] }),
  };
};
