import type { AntennaPlace, FloorPlan } from '../floor-plan.ts';
import type { ZoneId } from '../ids.ts';
import type { Zone } from '../shop.ts';
import { clip } from '../statistics.ts';
import type { Trip } from './tag.ts';
import { waysOf, type ZoneHearing } from './zone-hearing.ts';
import { createZonePaths } from './zone-path.ts';

/** Goods in a hand are heard so many dB weaker than goods at rest, give or take. */
const HAND_DB = 4;
const HAND_SPREAD_DB = 6;
/** Reads by the same antenna closer than this share one fade: together they say as much as one, ms. */
const ONE_FADE_MS = 2_000;

const nothing: readonly ZoneChange[] = Object.freeze([]);

/** Which zone holds a tag that is on its way. One filter serves all tags; each trip keeps its own beliefs. */
export interface ZoneFilter {
  /** Takes a read of a tag on its way; `present` is the zone that it was in when the trip began. */
  heard(trip: Trip, present: ZoneId | null, read: FilteredRead): void;
  /** The zones that it has surely come to since it was asked last, in order; with `until` (ms since the base), when the trip ends there, all that is likely. */
  told(trip: Trip, at: number, until?: number): readonly ZoneChange[];
  /** The most probable zone of a trip, and its probability; null before any read. */
  best(trip: Trip): { readonly zone: Zone; readonly share: number } | null;
  /** How probable it is that a trip is in `zone`; null before any read. */
  probability(trip: Trip, zone: ZoneId | null): number | null;
  /** How much more probable the best other zone is than `zone`, nats; 0 before any read. */
  elsewhere(trip: Trip, zone: ZoneId | null): number;
}

export interface FilteredRead {
  readonly antenna: AntennaPlace;
  readonly rssi: number | null;
  readonly at: number;
  /** Time since the antenna heard the trip before, ms. */
  readonly since: number;
}

interface ZoneChange {
  readonly zone: ZoneId;
  /** When it probably came there. */
  readonly since: number;
  /** How much it leads over ways that did not pass there. */
  readonly nats: number;
}

export const createZoneFilter = (plan: FloorPlan, hearing: ZoneHearing): ZoneFilter => {
  const { zones, settings } = plan.shop;
  /** Mean stay of which the decay is the halving time, seconds. */
  const staySeconds = settings.tags.decay / 1_000 / Math.LN2;
  const indexOf = new Map(zones.map((zone, index) => [zone.id, index]));
  const count = zones.length;
  const ways = waysOf(plan);
  // Column by column, so that the step forward reads them in a row.
  const waysTo = Float64Array.from({ length: count * count }, (_, i) => ways[i % count]?.[Math.floor(i / count)] ?? 0);
  const weights = new Float64Array(count);
  const fits = new Float64Array(count);
  const paths = createZonePaths(plan);

  const begin = (present: ZoneId | null): number[] => {
    const here = present === null ? undefined : indexOf.get(present);
    return zones.map((_, index) => (here === undefined ? 1 / count : index === here ? 0.9 : 0.1 / Math.max(1, count - 1)));
  };

  /** The forward step, into `weights`: since the last read it may have been carried on. */
  const predict = (beliefs: readonly number[], seconds: number): void => {
    const stays = Math.exp(-Math.max(0, seconds) / staySeconds);
    for (let to = 0; to < count; to++) {
      let came = 0;
      for (let from = 0; from < count; from++) came += (beliefs[from] ?? 0) * (waysTo[to * count + from] ?? 0);
      weights[to] = stays * (beliefs[to] ?? 0) + (1 - stays) * came;
    }
  };

  const update = (trip: Trip, present: ZoneId | null, { antenna, rssi, at, since }: FilteredRead): void => {
    const before = trip.beliefs ?? begin(present);
    predict(before, trip.beliefs === null ? 0 : (at - trip.believedAt) / 1_000);
    const fresh = clip(since / ONE_FADE_MS, 0.15, 1);
    let sum = 0;
    for (let zone = 0; zone < count; zone++) {
      fits[zone] = fresh * hearing.likelihood(antenna.index, zone, rssi, HAND_DB, HAND_SPREAD_DB);
      const weight = (weights[zone] ?? 0) * Math.exp(fits[zone] ?? 0) + 1e-12;
      weights[zone] = weight;
      sum += weight;
    }
    const after = new Array<number>(count);
    for (let zone = 0; zone < count; zone++) after[zone] = (weights[zone] ?? 0) / sum;
    trip.beliefs = after;
    trip.believedAt = Math.max(at, trip.believedAt);
    trip.path ??= paths.begin(present === null ? -1 : (indexOf.get(present) ?? -1), at);
    paths.heard(trip.path, fits, at);
  };

  const likeliest = (beliefs: readonly number[], without = -1): number => {
    let top = without === 0 ? 1 : 0;
    for (let zone = 0; zone < count; zone++) if (zone !== without && (beliefs[zone] ?? 0) > (beliefs[top] ?? 0)) top = zone;
    return top;
  };

  return {
    best: ({ beliefs }) => {
      if (beliefs === null) return null;
      const best = likeliest(beliefs);
      const zone = zones[best];
      return zone === undefined ? null : { zone, share: beliefs[best] ?? 0 };
    },
    probability: ({ beliefs }, zone) => (beliefs === null ? null : (beliefs[zone === null ? -1 : (indexOf.get(zone) ?? -1)] ?? 0)),
    elsewhere: ({ beliefs }, zone) => {
      if (beliefs === null) return 0;
      const here = zone === null ? -1 : (indexOf.get(zone) ?? -1);
      return Math.log(Math.max(1e-9, beliefs[likeliest(beliefs, here)] ?? 0) / Math.max(1e-9, beliefs[here] ?? 0));
    },
    heard: (trip, present, read) => {
      if (read.antenna.zone !== null) update(trip, present, read);
    },
    told: ({ path }, at, until) => {
      if (path === null) return nothing;
      const legs = until === undefined ? paths.sure(path, at) : paths.rest(path, until);
      if (legs.length === 0) return nothing;
      return legs.flatMap(({ zone, since, nats }) => {
        const { id } = zones[zone] ?? {};
        return id === undefined ? [] : [{ zone: id, since, nats }];
      });
    },
  };
};
