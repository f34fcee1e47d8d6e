import type { VisitLine } from '../truth/lines.ts';
import { type AssociationScores, scoreAssociation } from './association.ts';
import { type ClosedVisit, closeAt, overlap } from './closed-visit.ts';
import { type Found, found, matchOneToOne, type Pair } from './match.ts';

/** Two visits are the same when they share at least this part of their united time. */
const SAME_VISIT = 0.5;
/** Price of a true visit without a claimed one, as of a pair that shares no time: no pair is worth less than two left alone. */
const SHARES_NOTHING = 1;

export interface VisitScores extends AssociationScores {
  readonly visits: Found;
  /** (claimed - true) / true: below 0 when visits were missed; null without a true one. */
  readonly countError: number | null;
  /** Share of the true visits with a card whose claimed visit was identified, and as the same person as that card's other visits. */
  readonly cardRecall: number | null;
}

/** Compares visits one to one and what they held. `end` is when the recording ended, epoch ms: open visits and custody last until then. */
export function scoreVisits(truths: readonly VisitLine[], claims: readonly VisitLine[], end: number): VisitScores {
  const truth = closeAt(truths, end);
  const claimed = closeAt(claims, end);
  const all = { truth: () => '', claim: () => '' };
  const price = (real: ClosedVisit, said: ClosedVisit): number | null => {
    const share = overlap(real, said);
    return share >= SAME_VISIT ? 1 - share : null;
  };
  const pairs = matchOneToOne(truth, claimed, all, price, SHARES_NOTHING);
  const mates = new Map(pairs.map(({ truth: real, claim }) => [claim.visit, real.visit]));
  return {
    visits: found(truth.length, claimed.length, pairs.length),
    countError: truth.length === 0 ? null : (claimed.length - truth.length) / truth.length,
    cardRecall: cardRecall(truth, pairs),
    ...scoreAssociation({
      truth,
      claimed,
      mates,
      // A pair stays one; who is left over may still be another member of a party that has its pair.
      parties: new Map(claimed.map((said) => [said.visit, mates.get(said.visit) ?? bestParty(truth, said)])),
    }),
  };
}

function bestParty(truth: readonly ClosedVisit[], said: ClosedVisit): string | undefined {
  let best: ClosedVisit | undefined;
  for (const real of truth) {
    if (overlap(real, said) >= SAME_VISIT && (best === undefined || overlap(real, said) > overlap(best, said))) best = real;
  }
  return best?.visit;
}

/** Truth and claim name people differently: a claimed name stands for the member with whom it was seen most often. */
function cardRecall(truth: readonly ClosedVisit[], pairs: readonly Pair<ClosedVisit, ClosedVisit>[]): number | null {
  const identified = truth.filter((visit) => visit.visitor !== null).length;
  if (identified === 0) return null;
  const named = pairs.filter(({ truth: real, claim }) => real.visitor !== null && claim.visitor !== null);
  const members = Map.groupBy(named, ({ claim }) => claim.visitor);
  let right = 0;
  for (const seen of members.values())
    right += Math.max(...[...Map.groupBy(seen, (pair) => pair.truth.visitor).values()].map((same) => same.length));
  return right / identified;
}
