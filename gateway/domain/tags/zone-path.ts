import type { FloorPlan } from '../floor-plan.ts';
import { waysOf } from './zone-hearing.ts';

/** A zone on the way of an item, and when it probably came there, ms since the base. */
interface Leg {
  readonly zone: number;
  readonly since: number;
}

/** The likeliest way of an item into each zone: its score in nats, and the legs of it that were not told yet. */
export interface ZonePath {
  readonly scores: number[];
  readonly ways: (readonly Leg[])[];
  /** Time of the newest read, ms since the base. */
  at: number;
}

/** A leg that all likely ways share, by how many nats it leads over ways without it (at most 12). */
export interface SureLeg extends Leg {
  readonly nats: number;
}

/** Ways that are so much less likely than the best no longer count, nats. */
const RIVAL_NATS = 3;
/** Rivals beyond this are not followed at all, nats. */
const FOLLOWED_NATS = 12;
/** A leg is told after this at the earliest and at the latest; a zone that it leaves sooner was only passed, ms. */
const TOLD_AFTER_MS = 8_000;
const PASSES_MS = 9_000;
const TOLD_BY_MS = 20_000;
/** It came there between the read before and the one that said so: halfway, but hardly longer before than this, ms. */
const MOST_BEFORE_MS = 7_500;
const MOST_NATS = 12;
/** Score of a way that is out of question; finite, since snapshots are JSON. */
const OUT = -100;
const none: readonly Leg[] = Object.freeze([]);

/** Follows items through the zones: the likeliest way for each zone in which one may be now (Viterbi), told as far as all of them agree. */
export interface ZonePaths {
  begin(present: number, at: number): ZonePath;
  /** Takes a read; `fits` are its log-likelihoods by zone, nats. */
  heard(path: ZonePath, fits: Float64Array, at: number): void;
  /** Takes from the path what is sure by `at`, in order. */
  sure(path: ZonePath, at: number): readonly SureLeg[];
  /** Takes all that is left of the likeliest way up to `until`: the trip ends, nothing more will be known. */
  rest(path: ZonePath, until: number): readonly SureLeg[];
}

const same = (one: Leg | undefined, other: Leg | undefined): boolean =>
  one !== undefined && other !== undefined && one.zone === other.zone && one.since === other.since;

const likeliest = (scores: readonly number[]): number => {
  let top = 0;
  for (let zone = 1; zone < scores.length; zone++) if ((scores[zone] ?? 0) > (scores[top] ?? 0)) top = zone;
  return top;
};

export const createZonePaths = (plan: FloorPlan): ZonePaths => {
  const { zones, settings } = plan.shop;
  const count = zones.length;
  /** Mean stay of which the decay is the halving time, ms. */
  const stayMs = settings.tags.decay / Math.LN2;
  // Row after row: the log of how likely it is that goods go on from one zone to another.
  const ways = Float64Array.from(waysOf(plan).flatMap((row) => row.map(Math.log)));
  const next = new Float64Array(count);
  const came = new Int32Array(count);

  /** The step forward: for each zone the best zone to come from, or to have stayed. */
  const step = (path: ZonePath, at: number): void => {
    const { scores } = path;
    const top = scores[likeliest(scores)] ?? 0;
    const moves = Math.log(-Math.expm1(-Math.max(50, at - path.at) / stayMs));
    for (let to = 0; to < count; to++) {
      next[to] = scores[to] ?? OUT;
      came[to] = to;
    }
    for (let from = 0; from < count; from++) {
      const score = scores[from] ?? OUT;
      if (score < top - FOLLOWED_NATS) continue;
      const moved = score + moves;
      for (let to = 0; to < count; to++) {
        const over = moved + (ways[from * count + to] ?? 0);
        if (from === to || over <= (next[to] ?? 0)) continue;
        next[to] = over;
        came[to] = from;
      }
    }
  };

  return {
    begin: (present, at) => ({
      scores: zones.map((_, zone) => (zone === present ? 0 : Math.log(present < 0 ? 1 : 0.1 / Math.max(1, count - 1)))),
      ways: zones.map((_, zone) => (zone === present ? none : [{ zone, since: at }])),
      at,
    }),
    heard: (path, fits, at) => {
      step(path, at);
      const since = at - Math.round(Math.min(MOST_BEFORE_MS, Math.max(0, at - path.at) / 2));
      let before: ZonePath['ways'] | null = null;
      let top = Number.NEGATIVE_INFINITY;
      for (let zone = 0; zone < count; zone++) {
        const from = came[zone] ?? zone;
        if (from !== zone) {
          before ??= [...path.ways];
          path.ways[zone] = [...(before[from] ?? none), { zone, since }];
        }
        const score = (next[zone] ?? 0) + (fits[zone] ?? 0);
        path.scores[zone] = score;
        if (score > top) top = score;
      }
      for (let zone = 0; zone < count; zone++) path.scores[zone] = Math.max(OUT, (path.scores[zone] ?? 0) - top);
      path.at = Math.max(path.at, at);
    },
    sure: (path, at) => {
      const told: SureLeg[] = [];
      for (;;) {
        const leg = path.ways[likeliest(path.scores)]?.[0];
        if (leg === undefined || at - leg.since < TOLD_AFTER_MS) return told;
        let rival = -MOST_NATS;
        for (let zone = 0; zone < count; zone++) {
          if (!same(path.ways[zone]?.[0], leg)) rival = Math.max(rival, path.scores[zone] ?? 0);
        }
        if (rival > -RIVAL_NATS && at - leg.since < TOLD_BY_MS) return told;
        const next = path.ways[likeliest(path.scores)]?.[1];
        if (next === undefined || next.since - leg.since >= PASSES_MS) told.push({ ...leg, nats: -rival });
        for (let zone = 0; zone < count; zone++) {
          const way = path.ways[zone];
          if (same(way?.[0], leg)) path.ways[zone] = way?.slice(1) ?? none;
          else path.scores[zone] = OUT;
        }
      }
    },
    rest: (path, until) => {
      const way = path.ways[likeliest(path.scores)] ?? none;
      return way
        .filter(({ since }, i) => since < until && Math.min(until, way[i + 1]?.since ?? until) - since >= PASSES_MS)
        .map((leg) => ({ ...leg, nats: 1 }));
    },
  };
};
