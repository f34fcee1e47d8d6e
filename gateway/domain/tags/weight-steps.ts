import type { Evidence } from '../events.ts';
import type { FloorPlan, SectionPlace } from '../floor-plan.ts';
import type { SectionId } from '../ids.ts';
import type { Weighed } from '../readings.ts';
import { rounded, softmax } from '../statistics.ts';
import { silenceEvidence } from './fingerprint.ts';
import { listenedInVain } from './resting.ts';
import type { Tag } from './tag.ts';
import { confirmPick, leave } from './travelling.ts';
import type { TagWorld } from './world.ts';

/** Less than this is drift or a breeze, grams. */
const LEAST_STEP = 8;
/** Share of the certainty that names an item at once, and at the last look, which comes after so many times the pick silence. */
const SURE = 0.7;
const LIKELY = 0.45;
const LAST_LOOK = 3;
/** The radio must at least doubt that the item is still there, nats. */
const STANDS_OUT = -3.5;
const MOST_SILENCE_MS = 20_000;

interface Step {
  readonly section: SectionId;
  readonly at: number;
  readonly grams: number;
}

/** What scales say of single items: a drop that matches an item which has gone silent since makes it picked. */
export interface WeightSteps {
  weighed(reading: Weighed): void;
  /** Judges the drops that are old enough at `now`, ms since the base, for silence to mean something. */
  tick(now: number): void;
  save(): unknown;
}

export interface SavedSteps {
  readonly last: readonly (readonly [SectionId, number])[];
  readonly open: readonly Step[];
}

const weightOf = (plan: FloorPlan, tag: Tag): number | null => plan.product(tag.gtin)?.weight ?? null;

/** Nats for each item of the section of which the drop may tell; the weight must match within 10 g + 2 %. */
const matching = (world: TagWorld, step: Step): readonly Tag[] => {
  const drop = -step.grams;
  return [...(world.members.get(step.section) ?? [])]
    .filter((tag) => {
      const weight = weightOf(world.plan, tag);
      return tag.state === 'present' && weight !== null && Math.abs(weight - drop) <= 10 + 0.02 * weight;
    })
    .sort((a, b) => a.serial - b.serial);
};

/** Log-odds that the radio alone gives for the item having left its place by `now`. */
const leftOdds = (world: TagWorld, tag: Tag, now: number): number => {
  if (tag.trip !== null) return Math.max(tag.trip.nats, tag.llr);
  // The reader may have had nothing to report since: then its own clock proves no silence, but the shop's does.
  const silent = Math.max(listenedInVain(world, tag), Math.min(MOST_SILENCE_MS, now - tag.lastRead));
  return tag.llr + silenceEvidence(tag, silent / 1_000);
};

/** The items of which the drop may tell, the one most probably gone first. One of them has left: their odds share one certainty. */
const suspects = (world: TagWorld, step: Step, now: number) => {
  const tags = matching(world, step);
  const odds = tags.map((tag) => leftOdds(world, tag, now));
  const shares = softmax(odds);
  return tags
    .map((tag, i) => ({ tag, odds: odds[i] ?? 0, share: shares[i] ?? 0 }))
    .sort((one, other) => other.odds - one.odds || one.tag.serial - other.tag.serial);
};

/** Names the item that a drop took, when one stands out by now with at least this share. True when it did. */
const judge = (world: TagWorld, step: Step, now: number, enough: number): boolean => {
  const ranked = suspects(world, step, now);
  const first = ranked[0];
  if (first === undefined || first.share < enough || first.odds < STANDS_OUT) return false;
  const { tag } = first;
  const share = Math.min(0.95, first.share);
  const odds = Math.log(share / (1 - share));
  const silent: Evidence = {
    code: 'silent-at-home',
    nats: rounded(first.odds + 5),
    facts: { seconds: rounded((now - tag.lastHome) / 1_000) },
  };
  const why: Evidence = { code: 'weight-step', nats: rounded(odds), facts: { grams: step.grams, candidates: ranked.length } };
  const trip = { ...(tag.trip ?? leave(world, tag, 0, [])), since: step.at, nats: 0, why: [silent] };
  tag.trip = trip;
  confirmPick(world, tag, trip, [why]);
  return true;
};

/** Looks at an open drop: sure enough early, or likely enough at the last look. True when it needs no further look. */
const settleStep = (world: TagWorld, step: Step, now: number): boolean => {
  const { pickSilence } = world.plan.shop.settings.tags;
  const age = now - step.at;
  if (age < pickSilence) return false;
  const last = age >= LAST_LOOK * pickSilence;
  return judge(world, step, now, last ? LIKELY : SURE) || last;
};

export const createWeightSteps = (world: TagWorld, saved?: SavedSteps): WeightSteps => {
  const last = new Map<SectionId, number>(saved?.last);
  let open: readonly Step[] = saved?.open ?? [];
  const note = (section: SectionPlace, reading: Weighed) => {
    const before = last.get(section.id);
    last.set(section.id, reading.grams);
    const grams = reading.grams - (before ?? reading.grams);
    if (grams <= -LEAST_STEP) open = [...open, { section: section.id, at: Math.min(reading.at, reading.receivedAt) - world.base(), grams }];
  };
  return {
    weighed: (reading) => {
      const section = world.plan.scale(reading.device, reading.channel);
      if (section !== null && reading.stable) note(section, reading);
    },
    tick: (now) => {
      if (open.length === 0) return;
      open = open.filter((step) => !settleStep(world, step, now));
    },
    save: (): SavedSteps => ({ last: [...last], open }),
  };
};
