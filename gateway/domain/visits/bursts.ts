import type { ZoneId } from '../ids.ts';
import type { Instant } from '../units.ts';

/** People who crossed the door so closely after each other that they are one party. */
export interface Burst {
  readonly first: Instant;
  last: Instant;
  people: number;
  readonly zone: ZoneId;
}

/** Takes a crossing into the newest burst of the zone, or begins one when the gap is too long. Changes `bursts`. */
export const addCrossing = (bursts: Burst[], zone: ZoneId, people: number, at: Instant, gap: number): void => {
  const open = bursts.find((burst) => burst.zone === zone && Math.abs(at - burst.last) <= gap);
  if (open === undefined) bursts.push({ first: at, last: at, people, zone });
  else {
    open.people += people;
    if (at > open.last) open.last = at;
  }
};
