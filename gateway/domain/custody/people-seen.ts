import type { ZoneId } from '../ids.ts';

/** Picks are told up to a minute after they happened: that far back the number of people must be known. */
const KEPT = 32;
/** A sensor that speaks of changes only is still believed after this. */
const VALID_MS = 60_000;

/** How many people the sensors saw in each zone lately. */
export interface PeopleSeen {
  seen(zone: ZoneId, people: number, at: number): void;
  /** True when the zone had exactly one person at that time; false when it had more, none, or no sensor. */
  alone(zone: ZoneId, at: number): boolean;
  save(): SavedPeople;
}

export type SavedPeople = readonly (readonly [ZoneId, readonly (readonly [number, number])[]])[];

export const createPeopleSeen = (saved?: SavedPeople): PeopleSeen => {
  const zones = new Map(saved?.map(([zone, seen]) => [zone, [...seen]]));
  return {
    seen: (zone, people, at) => {
      const seen = zones.get(zone) ?? [];
      zones.set(zone, seen);
      seen.push([at, people]);
      if (seen.length > KEPT) seen.shift();
    },
    alone: (zone, at) => {
      const last = zones.get(zone)?.findLast(([time]) => time <= at);
      return last !== undefined && last[1] === 1 && at - last[0] <= VALID_MS;
    },
    save: () => [...zones],
  };
};
