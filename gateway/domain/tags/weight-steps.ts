import type { Evidence } from '../events.ts';
import type { Gtin } from '../ids.ts';
import type { Weighed } from '../readings.ts';
import { clip, rounded, softmax } from '../statistics.ts';
import { SETTLED, silenceEvidence } from './fingerprint.ts';
import { listenedInVain } from './resting.ts';
import { explain, fitsWeight, type Step, weightOf } from './scale-steps.ts';
import { putBy } from './settling.ts';
import type { Tag } from './tag.ts';
import { confirmPick, leave } from './travelling.ts';
import type { TagWorld } from './world.ts';

/**
 * Share of the certainty that names an item: much while somebody may still stand before the shelf, for whoever is hidden behind them
 * is silent too; less once they have gone on. Age of the step in pick silences, share.
 */
const SURE_AT: readonly (readonly [silences: number, share: number])[] = [
  [3, 0.95],
  [8, 0.85],
  [16, 0.7],
];
const LIKELY = 0.6;
/** The radio must at least doubt that the item is still there, nats. */
const STANDS_OUT = 1;
/** The scale is steady again so long after the hand, ms; an item that its place has heard as usual since did not go, nats. */
const SETTLES_MS = 2_000;
const HEARD_SINCE = -2.5;
/** How far doubts of how its reads sound count, and up to how many nats. */
const DOUBT_TRUST = 0.3;
const MOST_DOUBT = 8;
/** A pick that the radio told of so near to a drop explains it, ms. */
const SAME_PICK_MS = 40_000;
/** Goods come back to where they came from, nats. */
const FROM_HERE = 1.5;
/** What is put back is put back by then, ms. */
const PUT_BACK_MS = 120_000;
/** What is put was probably near: the least share of the beliefs that its zone must have. */
const NEARBY = 0.1;

/** What scales say of single items: a drop that matches an item which has gone silent since makes it picked, a rise put. */
export interface WeightSteps {
  weighed(reading: Weighed): void;
  /** Judges the steps that are old enough at `now`, ms since the base, for the radio to have its say. */
  tick(now: number): void;
}

const membersOf = (world: TagWorld, step: Step): readonly Tag[] =>
  [...(world.members.get(step.section) ?? [])].sort((a, b) => a.serial - b.serial);

/**
 * Log-odds that the radio alone gives for the item having left its place with the step, by `now`: its silence since it last sounded like
 * at rest, little of how its reads sound (a neighbour's back does that to many at once), and what was heard of it elsewhere.
 */
const leftOdds = (world: TagWorld, tag: Tag, step: Step, now: number): number => {
  const wentAt = step.at + SETTLES_MS;
  const heardSince = tag.lastHome > wentAt ? HEARD_SINCE : 0;
  const { trip } = tag;
  // Nobody knows of an item that was silent long before.
  if (trip !== null && step.at - trip.since > SAME_PICK_MS) return heardSince;
  // The reader may have had nothing to report since: then its own clock proves no silence, but the shop's does.
  const inVain = trip === null ? listenedInVain(world, tag) : world.uptime.upAnywhere() - tag.upAt;
  const silent = Math.min(Math.max(inVain, now - tag.lastHome), now - Math.max(step.at, tag.lastHome));
  const doubt = (trip === null ? tag.llr : Math.max(trip.nats, tag.llr)) - SETTLED;
  return heardSince + silenceEvidence(tag, silent / 1_000) + DOUBT_TRUST * clip(doubt, 0, MOST_DOUBT) + (trip?.strong ?? 0);
};

interface Suspect {
  readonly tag: Tag;
  readonly odds: number;
  readonly share: number;
  readonly candidates: number;
}

/** The items of which `odds` may tell, the likeliest first: their odds share the certainty that one of them it was. */
const rank = (tags: readonly Tag[], odds: (tag: Tag) => number): readonly Suspect[] => {
  const all = tags.map(odds);
  const shares = softmax(all);
  return tags
    .map((tag, i) => ({ tag, odds: all[i] ?? 0, share: shares[i] ?? 0, candidates: tags.length }))
    .sort((one, other) => other.odds - one.odds || one.tag.serial - other.tag.serial);
};

const asEvidence = (step: Step, { share, candidates }: Suspect): Evidence => {
  const certain = Math.min(0.95, share);
  return { code: 'weight-step', nats: rounded(Math.log(certain / (1 - certain))), facts: { grams: step.grams, candidates } };
};

const pick = (world: TagWorld, step: Step, suspect: Suspect, now: number): void => {
  const { tag } = suspect;
  const silent: Evidence = {
    code: 'silent-at-home',
    nats: rounded(suspect.odds),
    facts: { seconds: rounded((now - tag.lastHome) / 1_000) },
  };
  const trip = { ...(tag.trip ?? leave(world, tag, 0, [])), since: step.at, firstElsewhere: 0, nats: 0, why: [silent], weighed: true };
  tag.trip = trip;
  confirmPick(world, tag, trip, [asEvidence(step, suspect)]);
};

/** Names the items that a drop took, when they stand out by now with at least this share. True when it did. */
const judgeDrop = (world: TagWorld, step: Step, now: number, enough: number): boolean => {
  const members = membersOf(world, step);
  const told = members.find(
    ({ trip, state, gtin }) =>
      state === 'picked' &&
      trip !== null &&
      trip.fromSection === step.section &&
      Math.abs(trip.since - step.at) < SAME_PICK_MS &&
      trip.weighed === false &&
      fitsWeight(step.grams, world.plan.product(gtin)?.weight ?? 0),
  );
  if (told?.trip) {
    told.trip.weighed = true;
    return true;
  }
  const present = members.filter(({ state }) => state === 'present');
  const weights = new Map<Gtin, number>();
  for (const tag of present) if (tag.gtin !== null) weights.set(tag.gtin, weightOf(world.plan, tag) ?? Infinity);
  const taken = (explain(step.grams, weights) ?? []).flatMap(([gtin, count]) =>
    mostLikely(
      rank(
        present.filter((tag) => tag.gtin === gtin),
        (tag) => leftOdds(world, tag, step, now),
      ),
      count,
    ),
  );
  if (taken.length === 0 || taken.some(({ odds, share }) => share < enough || odds < STANDS_OUT)) return false;
  for (const suspect of taken) pick(world, step, suspect, now);
  return true;
};

/** The first `count` of the ranked; each shares the certainty with those that are not among them. */
const mostLikely = (ranked: readonly Suspect[], count: number): readonly Suspect[] => {
  const first = ranked.slice(0, count);
  const rest = ranked.slice(count).reduce((sum, { share }) => sum + share, 0);
  return first.map((suspect) => ({ ...suspect, share: suspect.share / (suspect.share + rest), candidates: ranked.length }));
};

/** How likely an item that is away was put into the section, nats; null when it was not near. */
const putOdds = (world: TagWorld, tag: Tag, step: Step): number | null => {
  const { trip } = tag;
  if (tag.state !== 'picked' || trip === null || trip.since > step.at) return null;
  const zone = world.plan.sections.get(step.section)?.zone ?? null;
  const nearby = world.filter.probability(trip, zone) ?? (trip.fromZone === zone ? 0.9 : 0);
  return nearby < NEARBY ? null : Math.log(nearby) + (trip.fromSection === step.section ? FROM_HERE : 0);
};

/** Names the item that a rise put. True when one stands out. */
const judgeRise = (world: TagWorld, step: Step, enough: number): boolean => {
  const near: Tag[] = [];
  for (const tag of world.away) {
    if (tag.trip === null || tag.state !== 'picked') world.away.delete(tag);
    else if (fitsWeight(step.grams, weightOf(world.plan, tag) ?? 0) && putOdds(world, tag, step) !== null) near.push(tag);
  }
  const ranked = rank(
    near.sort((a, b) => a.serial - b.serial),
    (tag) => putOdds(world, tag, step) ?? 0,
  );
  const first = ranked[0];
  if (first === undefined || first.share < enough) return false;
  putBy(world, first.tag, step.section, step.at, asEvidence(step, first));
  return true;
};

/** The drop that nobody's item explains yet and of which this rise is the end: taken and put back before anybody could tell which. */
const droppedBefore = (world: TagWorld, rise: Step): Step | null =>
  world.steps
    .open()
    .findLast(
      ({ section, at, grams }) =>
        grams < 0 && section === rise.section && at < rise.at && rise.at - at < PUT_BACK_MS && fitsWeight(grams, rise.grams),
    ) ?? null;

/** Looks at an open step. True when it needs no further look. */
const settleStep = (world: TagWorld, step: Step, now: number): boolean => {
  const { pickSilence } = world.plan.shop.settings.tags;
  const age = now - step.at;
  const dropped = step.grams > 0 ? droppedBefore(world, step) : null;
  if (dropped !== null) {
    // Named or not, that drop is over; what it took is then among what may have been put.
    world.steps.close(dropped);
    return !judgeDrop(world, dropped, now, LIKELY) || judgeRise(world, step, LIKELY);
  }
  if (age < pickSilence) return false;
  const enough = SURE_AT.find(([silences]) => age < silences * pickSilence)?.[1] ?? LIKELY;
  return step.grams < 0 ? judgeDrop(world, step, now, enough) : judgeRise(world, step, enough);
};

export const createWeightSteps = (world: TagWorld): WeightSteps => ({
  weighed: (reading) => {
    const section = world.plan.scale(reading.device, reading.channel);
    if (section !== null) world.steps.weighed(section.id, reading, world.base());
  },
  tick: (now) => {
    for (const step of world.steps.open()) if (settleStep(world, step, now)) world.steps.close(step);
    world.steps.forget(now);
  },
});
