import type { Burst } from './bursts.ts';
import type { Passage } from './door-goods.ts';
import type { GapLaw } from './gap-law.ts';
import type { Group } from './leaving.ts';

/** One way of seeing a burst: which of its people belong together, and how likely their gaps make that, nats. */
export interface Division {
  readonly groups: readonly Group[];
  readonly nats: number;
}

/** The gaps most likely to lie between parties that are tried, and how many of them at once. */
const TRIED_GAPS = 3;
const MOST_CUTS = 2;

const subsets = (items: readonly number[], most: number): number[][] => {
  let found: number[][] = [[]];
  for (const item of items) found = [...found, ...found.filter((set) => set.length < most).map((set) => [...set, item])];
  return found;
};

/** Goods go to the group that crossed nearest in time. */
const nearest = (groups: readonly Omit<Group, 'goods'>[], at: number): number => {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, group] of groups.entries()) {
    const apart = Math.max(0, group.from - at, at - group.at);
    if (apart >= least) continue;
    least = apart;
    best = i;
  }
  return best;
};

/** The ways to see a burst as one party or several, the whole first. People beyond the known times belong to the last group. */
export const divide = (burst: Burst, goods: readonly Passage[], gaps: GapLaw): readonly Division[] => {
  const { times } = burst;
  const cuts = times
    .slice(1)
    .map((time, i) => ({ after: i, nats: gaps.apart(time - (times[i] ?? time)) }))
    .sort((a, b) => b.nats - a.nats || a.after - b.after)
    .slice(0, TRIED_GAPS);
  const natsOf = new Map(cuts.map(({ after, nats }) => [after, nats]));
  return subsets([...natsOf.keys()], MOST_CUTS).map((chosen) => {
    const ends = [...chosen].sort((a, b) => a - b);
    const bare: Omit<Group, 'goods'>[] = [];
    let start = 0;
    for (const end of [...ends, times.length - 1]) {
      const isLast = end === times.length - 1;
      const people = end - start + 1 + (isLast ? burst.people - times.length : 0);
      bare.push({ people, from: times[start] ?? burst.first, at: isLast ? burst.last : (times[end] ?? burst.last) });
      start = end + 1;
    }
    const groups = bare.map((group, i) => ({ ...group, goods: goods.filter(({ at }) => nearest(bare, at) === i) }));
    return { groups, nats: chosen.reduce((sum, after) => sum + (natsOf.get(after) ?? 0), 0) };
  });
};
