import type { VisitItem, VisitLine } from '../truth/lines.ts';
import { type Found, found, matchOneToOne } from './match.ts';

/** Two visits are the same when they share at least this part of their united time. */
const SAME_VISIT = 0.5;
/** Custody shorter than this is a touch, not a carry, unless the item left with the visit. */
const CARRIED_MS = 30_000;

export interface VisitScores {
  readonly visits: Found;
  /** Which visit held which item, visits paired one to one. */
  readonly association: Found;
  /** The same with the right outcome: bought, returned, left, taken. */
  readonly associationWithOutcome: Found;
  /** Several claimed visits may belong to one true party: the item must be with the right people, whoever of them. */
  readonly associationByParty: Found;
}

/** A visit that is still open lasts until the end of what is known. */
type ClosedVisit = VisitLine & { readonly end: number };

/** Time that two visits share over the time that either takes; 0 when they do not meet. A visit of no length meets only itself. */
function overlap(a: ClosedVisit, b: ClosedVisit): number {
  if (a.start === b.start && a.end === b.end) return 1;
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared <= 0 ? 0 : shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

const closeAt = (visits: readonly VisitLine[], end: number): ClosedVisit[] =>
  visits.map((visit) => ({ ...visit, end: visit.end ?? Math.max(end, visit.start) }));

/** `end` is when the recording ended, epoch ms: open visits and custody last until then. */
export function scoreVisits(truths: readonly VisitLine[], claims: readonly VisitLine[], end: number): VisitScores {
  const truth = closeAt(truths, end);
  const claimed = closeAt(claims, end);
  const all = { truth: () => '', claim: () => '' };
  const pairs = matchOneToOne(truth, claimed, all, (real, said) => {
    const share = overlap(real, said);
    return share >= SAME_VISIT ? 1 - share : null;
  });
  const mates = new Map(pairs.map(({ truth: real, claim }) => [claim.visit, real.visit]));
  const parties = new Map(claimed.map((said) => [said.visit, bestParty(truth, said)]));
  const plain = (item: VisitItem): string => item.epc;
  const withOutcome = (item: VisitItem): string => `${item.epc} ${item.outcome}`;
  return {
    visits: found(truth.length, claimed.length, pairs.length),
    association: compare(truth, claimed, mates, plain, end),
    associationWithOutcome: compare(truth, claimed, mates, withOutcome, end),
    associationByParty: compare(truth, claimed, parties, plain, end),
  };
}

function bestParty(truth: readonly ClosedVisit[], said: ClosedVisit): string | undefined {
  let best: ClosedVisit | undefined;
  for (const real of truth) {
    if (overlap(real, said) >= SAME_VISIT && (best === undefined || overlap(real, said) > overlap(best, said))) best = real;
  }
  return best?.visit;
}

/** Compares sets of (visit, item); claims of a visit without a true counterpart stay under a name of their own and are wrong. */
function compare(
  truth: readonly VisitLine[],
  claimed: readonly VisitLine[],
  counterpart: ReadonlyMap<string, string | undefined>,
  key: (item: VisitItem) => string,
  end: number,
): Found {
  const pairsOf = (visits: readonly VisitLine[], nameOf: (visit: string) => string): Set<string> =>
    new Set(
      visits.flatMap((visit) => visit.items.filter((item) => isCarried(item, end)).map((item) => `${nameOf(visit.visit)}\n${key(item)}`)),
    );
  const real = pairsOf(truth, (visit) => `t ${visit}`);
  const said = pairsOf(claimed, (visit) => {
    const mate = counterpart.get(visit);
    return mate === undefined ? `? ${visit}` : `t ${mate}`;
  });
  return found(real.size, said.size, said.intersection(real).size);
}

const isCarried = (item: VisitItem, end: number): boolean =>
  (item.to ?? end) - item.from >= CARRIED_MS || item.outcome === 'bought' || item.outcome === 'taken';
