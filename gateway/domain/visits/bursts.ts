import type { ZoneId } from '../ids.ts';
import type { Instant } from '../units.ts';

/** Crossings kept one by one; of larger crowds only the number is known. */
const KEPT_TIMES = 16;

/** People who crossed the door so closely after each other that they may be one party. */
export interface Burst {
  first: Instant;
  last: Instant;
  people: number;
  readonly zone: ZoneId;
  /** When each of the first people crossed, in order of time; at least one. */
  readonly times: number[];
}

interface Crossing {
  readonly zone: ZoneId;
  readonly people: number;
  readonly at: Instant;
  /** Crossings further apart than this are not one burst, ms. */
  readonly gap: number;
}

/** Takes crossings into the burst of the zone that is near enough, or begins one. Changes `bursts`. */
export const addCrossing = <B extends Burst>(bursts: B[], { zone, people, at, gap }: Crossing, create: (burst: Burst) => B): void => {
  const times = Array.from({ length: Math.min(people, KEPT_TIMES) }, () => at as number);
  const open = bursts.find((burst) => burst.zone === zone && at <= burst.last + gap && at >= burst.first - gap);
  if (open === undefined) {
    bursts.push(create({ first: at, last: at, people, zone, times }));
    return;
  }
  open.people += people;
  // A message that was late on its way still finds its place.
  if (at < open.first) open.first = at;
  if (at > open.last) open.last = at;
  open.times.push(...times);
  open.times.sort((a, b) => a - b);
  if (open.times.length > KEPT_TIMES) open.times.length = KEPT_TIMES;
};
