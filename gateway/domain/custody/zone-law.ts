import type { FloorPlan } from '../floor-plan.ts';
import type { ZoneId } from '../ids.ts';
import { clip } from '../statistics.ts';

/** How much the prior weighs against what the shop has shown, in stays. */
const PRIOR_STAYS = 40;
/** That a card is read where the goods in its holder's hands are: the start value, and in a cabin, where both lie still. */
const SAME_PRIOR = 0.8;
const SAME_PRIOR_CABIN = 0.9;
/** A cabin is visited by few: the start value of finding somebody else's card there. */
const CABIN_SHARE = 0.3;
/** Counts are halved when they reach this, so that a shop that is changed is learned anew. */
const FORGET_AT = 2_000;
/** No zone says more, or less, than these chances of company by accident. */
const CHANCE_MIN = 0.02;
const CHANCE_MAX = 0.6;

/** What it is worth that a card was, or was not, where goods in somebody's hands were; learned from the shop's own receipts. */
export interface ZoneLaw {
  /** Nats for the holder when the card was read in the goods' zone during a stay there. */
  together(zone: ZoneId): number;
  /** Nats (below 0) when it was read elsewhere at that time. */
  apart(zone: ZoneId): number;
  /** How probable somebody, or something on its way, is in this zone by accident. */
  chance(zone: ZoneId): number;
  /** A card came into a zone. */
  cameInto(zone: ZoneId): void;
  /** A receipt told whose the goods were: whether his card was with them during a stay. */
  learn(zone: ZoneId, together: boolean): void;
  save(): SavedZoneLaw;
}

export interface SavedZoneLaw {
  readonly stays: readonly (readonly [ZoneId, number])[];
  readonly together: readonly [number, number];
  readonly cabin: readonly [number, number];
}

interface Tally {
  together: number;
  apart: number;
}

const rate = ({ together, apart }: Tally, prior: number): number =>
  clip((together + prior * PRIOR_STAYS) / (together + apart + PRIOR_STAYS), 0.4, 0.97);

export const createZoneLaw = (plan: FloorPlan, saved?: SavedZoneLaw): ZoneLaw => {
  const stays = new Map(saved?.stays);
  let all = [...stays.values()].reduce((sum, n) => sum + n, 0);
  const open: Tally = { together: saved?.together[0] ?? 0, apart: saved?.together[1] ?? 0 };
  const cabin: Tally = { together: saved?.cabin[0] ?? 0, apart: saved?.cabin[1] ?? 0 };
  const isCabin = (zone: ZoneId): boolean => plan.zones.get(zone)?.kind === 'fitting';
  const visited = Math.max(2, [...plan.zones.values()].filter((zone) => zone.kind !== 'storage').length);

  const chance = (zone: ZoneId): number => {
    const prior = (isCabin(zone) ? CABIN_SHARE : 1) / visited;
    return clip(((stays.get(zone) ?? 0) + prior * PRIOR_STAYS) / (all + PRIOR_STAYS), CHANCE_MIN, CHANCE_MAX);
  };
  const same = (zone: ZoneId): number => (isCabin(zone) ? rate(cabin, SAME_PRIOR_CABIN) : rate(open, SAME_PRIOR));

  return {
    together: (zone) => Math.max(0, Math.log(same(zone) / chance(zone))),
    apart: (zone) => Math.min(0, Math.log((1 - same(zone)) / (1 - chance(zone)))),
    chance,
    cameInto: (zone) => {
      stays.set(zone, (stays.get(zone) ?? 0) + 1);
      if (++all < FORGET_AT) return;
      all = 0;
      for (const [known, n] of stays) {
        stays.set(known, n / 2);
        all += n / 2;
      }
    },
    learn: (zone, together) => {
      const tally = isCabin(zone) ? cabin : open;
      if (together) tally.together++;
      else tally.apart++;
      if (tally.together + tally.apart < FORGET_AT) return;
      tally.together /= 2;
      tally.apart /= 2;
    },
    save: () => ({ stays: [...stays], together: [open.together, open.apart], cabin: [cabin.together, cabin.apart] }),
  };
};
