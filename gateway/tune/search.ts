import type { Tunable } from './tunables.ts';

/** A value for each setting that is varied. */
export type Point = Readonly<Record<string, number>>;

export interface Trial {
  readonly point: Point;
  /** What was aimed at; larger is better. Null when the recording has nothing to judge it by. */
  readonly score: number | null;
}

export interface SearchOptions {
  readonly tunables: readonly Tunable[];
  /** Points that may be tried, the first one included. */
  readonly budget: number;
  /** The scores of several points, which may be found at the same time. */
  readonly evaluate: (points: readonly Point[]) => Promise<readonly (number | null)[]>;
}

export interface SearchResult {
  readonly before: Trial;
  readonly after: Trial;
  readonly trials: readonly Trial[];
}

/** First step as a share of a setting's range, and the smallest that is still tried. */
const FIRST_STEP = 0.12;
const LAST_STEP = 0.015;
/** A gain below this is the noise of a recording's few events. */
const LEAST_GAIN = 0.001;
/** Settings whose bounds are this many times apart are stepped by factors. */
const BY_FACTORS = 20;

const isByFactors = ({ low, high }: Tunable): boolean => low > 0 && high / low >= BY_FACTORS;

/** The value `share` of the setting's range away from `value`; four digits, inside the bounds. */
const stepFrom = (tunable: Tunable, value: number, share: number): number => {
  const { low, high, isWhole } = tunable;
  const moved = isByFactors(tunable) ? value * (high / low) ** share : value + share * (high - low);
  const bounded = Math.min(high, Math.max(low, moved));
  if (!isWhole) return Number(bounded.toPrecision(4));
  const whole = Math.round(bounded);
  return whole === value && bounded !== value ? Math.min(high, Math.max(low, value + Math.sign(share))) : whole;
};

const nameOf = (point: Point): string => JSON.stringify(Object.entries(point).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Tries points within the budget, each only once. */
const createTrials = ({ budget, evaluate }: SearchOptions) => {
  const known = new Map<string, Trial>();
  const tryAll = async (points: readonly Point[]): Promise<Trial[]> => {
    const fresh = [...new Map(points.map((point) => [nameOf(point), point])).entries()]
      .filter(([name]) => !known.has(name))
      .slice(0, Math.max(0, budget - known.size));
    const scores = await evaluate(fresh.map(([, point]) => point));
    for (const [index, [name, point]] of fresh.entries()) {
      known.set(name, { point, score: scores[index] ?? null });
    }
    return points.flatMap((point) => known.get(nameOf(point)) ?? []);
  };
  return { tryAll, isSpent: () => known.size >= budget, all: () => [...known.values()] };
};

const scoreOf = (trial: Trial): number => trial.score ?? Number.NEGATIVE_INFINITY;

/** The better of two, the first unless the second gains more than noise. */
const better = (first: Trial, second: Trial): Trial => (scoreOf(second) > scoreOf(first) + LEAST_GAIN ? second : first);

/**
 * Pattern search (Hooke and Jeeves 1961): one step up and down for each setting, then all steps that helped together; when
 * nothing helps the steps are halved. Gives the best point found when the steps are small or the budget is spent. The same
 * scores give the same search.
 */
export async function search(options: SearchOptions): Promise<SearchResult> {
  const { tunables } = options;
  const trials = createTrials(options);
  const start = Object.fromEntries(tunables.map(({ path, start: value }) => [path, value]));
  const [before] = await trials.tryAll([start]);
  if (before === undefined) throw new RangeError('a search needs a budget of at least one point');
  let best = before;
  for (let step = FIRST_STEP; step >= LAST_STEP && !trials.isSpent(); ) {
    const base = best;
    const pairs = tunables.map((tunable) =>
      [step, -step].map((share) => ({
        ...base.point,
        [tunable.path]: stepFrom(tunable, base.point[tunable.path] ?? tunable.start, share),
      })),
    );
    await trials.tryAll(pairs.flat());
    const together: Record<string, number> = { ...base.point };
    for (const [index, pair] of pairs.entries()) {
      const { path } = tunables[index] ?? { path: '' };
      // What was tried is known: asking again costs nothing.
      const own = (await trials.tryAll(pair)).reduce(better, base);
      best = better(best, own);
      together[path] = own.point[path] ?? together[path] ?? Number.NaN;
    }
    const [all] = await trials.tryAll([together]);
    if (all !== undefined) best = better(best, all);
    if (best === base) step /= 2;
  }
  return { before, after: best, trials: trials.all() };
}
