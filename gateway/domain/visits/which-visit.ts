import type { Burst } from './bursts.ts';
import { type Leaving, leavingScore, type Visit } from './visit.ts';

/** How long after a visit began (`late`), and how long before the counter noticed (`early`), a card still belongs to it, ms. */
interface Around {
  readonly late: number;
  readonly early: number;
}

const isNear = (visit: Visit, at: number, { late, early }: Around): boolean => {
  const after = at - visit.opened;
  return after <= late && -after <= early;
};

/** The visit counted in nearest to `at` that no card names yet; null when there is none. */
export const countedNear = (visits: Iterable<Visit>, at: number, around: Around): Visit | null => {
  let best: Visit | null = null;
  for (const visit of visits) {
    if (visit.visitor !== null || visit.by !== 'counter' || !isNear(visit, at, around)) continue;
    if (best === null || Math.abs(at - visit.opened) < Math.abs(at - best.opened)) best = visit;
  }
  return best;
};

/** A party counted in around `at` of which another person may be a visit of its own. */
export const partyOf = (visits: Iterable<Visit>, at: number, around: Around): Visit | null => {
  for (const visit of visits) {
    if (visit.by === 'counter' && visit.party - visit.gone >= 2 && isNear(visit, at, around)) return visit;
  }
  return null;
};

/** Visits that a card opened at the door just before the counter saw these people: they are no others. */
export const openedByCard = (visits: Iterable<Visit>, burst: Burst, within: number): readonly Visit[] =>
  [...visits].filter((visit) => !visit.counted && Math.abs(visit.opened - burst.first) <= within).slice(0, burst.people);

/** The visit that people who leave fit best; null when it can be none. */
export const likeliestToLeave = (visits: Iterable<Visit>, leaving: Leaving, wasAtExit: (visit: Visit) => boolean): Visit | null => {
  let best: Visit | null = null;
  let top = Number.NEGATIVE_INFINITY;
  for (const visit of visits) {
    const isGone = visit.leaving?.by === 'counter' && visit.gone >= visit.party;
    if (isGone || (visit.firstPick !== null && visit.firstPick > leaving.at)) continue;
    const score = leavingScore(visit, leaving, wasAtExit(visit));
    if (score <= top) continue;
    best = visit;
    top = score;
  }
  return best;
};
