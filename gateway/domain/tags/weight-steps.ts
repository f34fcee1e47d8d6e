import type { Evidence } from '../events.ts';
import type { FloorPlan, SectionPlace } from '../floor-plan.ts';
import type { SectionId } from '../ids.ts';
import type { Weighed } from '../readings.ts';
import { rounded, softmax } from '../statistics.ts';
import { readRate } from './fingerprint.ts';
import { listenedInVain } from './resting.ts';
import type { Tag } from './tag.ts';
import { confirmPick, leave } from './travelling.ts';
import type { TagWorld } from './world.ts';

/** Less than this is drift or a breeze, grams. */
const LEAST_STEP = 8;

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

/** Usual gaps between reads that the tag has been missed for, over time in which its reader proved to be listening. */
const missedGaps = (world: TagWorld, tag: Tag, now: number): number =>
  (readRate(tag) * (tag.trip === null ? listenedInVain(world, tag) : Math.max(0, now - tag.lastHome))) / 1_000;

/** The items that have not been heard at home since the drop, the most missed first, with the odds that it was this one. */
const suspects = (world: TagWorld, step: Step, now: number) => {
  const quiet = matching(world, step).filter((tag) => tag.lastHome < step.at + 1_500);
  const gaps = quiet.map((tag) => Math.min(20, missedGaps(world, tag, now)));
  const shares = softmax(gaps);
  return quiet
    .map((tag, i) => ({ tag, gaps: gaps[i] ?? 0, share: shares[i] ?? 0 }))
    .sort((a, b) => b.gaps - a.gaps || a.tag.serial - b.tag.serial);
};

const judge = (world: TagWorld, step: Step, now: number): void => {
  const ranked = suspects(world, step, now);
  const first = ranked[0];
  if (first === undefined || first.gaps < 1 || first.share < 0.3) return;
  const { tag, gaps, share } = first;
  const odds = Math.log((0.95 * share) / (1 - 0.95 * share));
  const silent: Evidence = { code: 'silent-at-home', nats: rounded(Math.min(3, gaps)), facts: { usualGaps: rounded(gaps) } };
  const why: Evidence = { code: 'weight-step', nats: rounded(odds), facts: { grams: step.grams, candidates: ranked.length } };
  const trip = { ...(tag.trip ?? leave(world, tag, 0, [])), since: step.at, nats: 0, why: [silent] };
  tag.trip = trip;
  confirmPick(world, tag, trip, [why]);
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
      const ripe = now - world.plan.shop.settings.tags.pickSilence;
      for (const step of open) if (step.at <= ripe) judge(world, step, now);
      open = open.filter((step) => step.at > ripe);
    },
    save: (): SavedSteps => ({ last: [...last], open }),
  };
};
