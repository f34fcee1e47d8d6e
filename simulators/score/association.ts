import { type Calibration, calibrate } from './calibration.ts';
import type { ClosedItem, ClosedVisit } from './closed-visit.ts';
import { type Found, found } from './match.ts';

/** Custody shorter than this is a touch, not a carry, unless the item left with the visit. What was tried was held longer. */
const CARRIED_MS = 30_000;

export interface AssociationScores {
  /** Which visit held which item, visits paired one to one. */
  readonly association: Found;
  /** The same of visits with a card, and of those without. */
  readonly associationIdentified: Found;
  readonly associationAnonymous: Found;
  /** The same with the right outcome: bought, returned, left, taken. */
  readonly associationWithOutcome: Found;
  /** Several claimed visits may belong to one true party: the item must be with the right people, whoever of them. */
  readonly associationByParty: Found;
  /** Only what left the shop: bought or taken, on both sides. */
  readonly tookHome: Found;
  readonly partyHome: Found;
  /** How far the confidence of an association can be trusted. */
  readonly calibration: Calibration;
}

export interface PairedVisits {
  readonly truth: readonly ClosedVisit[];
  readonly claimed: readonly ClosedVisit[];
  /** The one true visit of a claimed one. */
  readonly mates: ReadonlyMap<string, string>;
  /** The true visit that shares most of the time of a claimed one; several may share it. */
  readonly parties: ReadonlyMap<string, string | undefined>;
}

/** One statement: this visit held this item. */
interface Holding {
  readonly visit: string;
  readonly epc: string;
  readonly outcome: string;
  readonly confidence: number;
  readonly isIdentified: boolean;
}

/**
 * Compares sets of (visit, item). The items of a claimed visit without a true counterpart stay under a name of their own and are wrong. An item
 * held twice by the same visit counts once, as it ended last.
 */
export function scoreAssociation({ truth, claimed, mates, parties }: PairedVisits): AssociationScores {
  const identified = new Set(truth.filter((visit) => visit.visitor !== null).map((visit) => visit.visit));
  const real = holdings(truth, (visit) => visit.visit, identified);
  const said = holdings(claimed, (visit) => mates.get(visit.visit), identified);
  const saidByParty = holdings(claimed, (visit) => parties.get(visit.visit), identified);
  const isRight = memberOf(real, plain);
  return {
    association: compare(real, said),
    associationIdentified: compare(real.filter(hasCard), said.filter(hasCard)),
    associationAnonymous: compare(
      real.filter((one) => !hasCard(one)),
      said.filter((one) => !hasCard(one)),
    ),
    associationWithOutcome: compare(real, said, ({ visit, epc, outcome }) => `${visit}\n${epc}\n${outcome}`),
    associationByParty: compare(real, saidByParty),
    tookHome: compare(real.filter(left), said.filter(left)),
    partyHome: compare(real.filter(left), saidByParty.filter(left)),
    calibration: calibrate(
      said.map((one) => ({ confidence: one.confidence, isRight: isRight(one) })),
      real.length,
    ),
  };
}

function holdings(
  visits: readonly ClosedVisit[],
  nameOf: (visit: ClosedVisit) => string | undefined,
  identified: ReadonlySet<string>,
): Holding[] {
  const latest = new Map<string, Holding & { readonly to: number }>();
  for (const visit of visits) {
    const name = nameOf(visit);
    const own = name ?? `claimed ${visit.visit}`;
    const isIdentified = name === undefined ? visit.visitor !== null : identified.has(name);
    for (const { epc, outcome, confidence, to } of visit.items.filter(isCarried)) {
      const key = `${own}\n${epc}`;
      const before = latest.get(key);
      if (before === undefined || before.to <= to) latest.set(key, { visit: own, epc, outcome, confidence, isIdentified, to });
    }
  }
  return [...latest.values()];
}

const plain = ({ visit, epc }: Holding): string => `${visit}\n${epc}`;
const hasCard = ({ isIdentified }: Holding): boolean => isIdentified;
const left = ({ outcome }: Holding): boolean => outcome === 'bought' || outcome === 'taken';
const isCarried = (item: ClosedItem): boolean => item.to - item.from >= CARRIED_MS || item.outcome === 'bought' || item.outcome === 'taken';

function memberOf(list: readonly Holding[], key: (one: Holding) => string): (one: Holding) => boolean {
  const keys = new Set(list.map(key));
  return (one) => keys.has(key(one));
}

const compare = (real: readonly Holding[], said: readonly Holding[], key = plain): Found =>
  found(real.length, said.length, said.filter(memberOf(real, key)).length);
