import type { FloorPlan } from '../floor-plan.ts';
import type { SectionId } from '../ids.ts';
import type { Weighed } from '../readings.ts';
import type { Tag } from './tag.ts';

/** Less than this is drift or a breeze, grams; and so many times the scale's own noise. */
const LEAST_STEP = 8;
const NOISES = 4;
/** Noise believed of a scale before it was heard, grams. */
const USUAL_NOISE = 2;
/** A weight fits within this much, grams, and this share of it: packages differ. */
const FITS_GRAMS = 10;
const FITS_SHARE = 0.02;
/** A step that nobody explained for this long tells of something else, ms. */
const FORGOTTEN_MS = 180_000;

/** A lasting change of what a section weighs. */
export interface Step {
  readonly section: SectionId;
  /** Since the base, ms: when the scale was steady again. */
  readonly at: number;
  /** Negative: taken; positive: put. */
  readonly grams: number;
}

/** The steps of the shop's scales that no item has explained yet. */
export interface ScaleSteps {
  /** Takes a reading of a section; only steady ones count. Returns the step that it makes, or null. */
  weighed(section: SectionId, reading: Weighed, base: number): Step | null;
  readonly open: () => readonly Step[];
  /**
   * The open step of a section nearest to `at` within `within` ms that an item of `weight` grams explains alone, down (-1) or up
   * (+1); null for none, or for an item without a known weight.
   */
  find(section: SectionId | null, weight: number | null, direction: -1 | 1, at: number, within: number): Step | null;
  /** The step is explained. */
  close(step: Step): void;
  forget(now: number): void;
  save(): SavedSteps;
}

export interface SavedSteps {
  readonly last: readonly (readonly [SectionId, number])[];
  readonly noise: readonly (readonly [SectionId, number])[];
  readonly open: readonly Step[];
}

export const fitsWeight = (grams: number, weight: number): boolean =>
  Math.abs(Math.abs(grams) - weight) <= FITS_GRAMS + FITS_SHARE * weight;

/** What a step took: items of one product or of two. */
export type Taken<P> = readonly (readonly [product: P, count: number])[];

/** Deviation of a weighed package from its product's weight: the scale, and the package, grams. */
const PACKAGE_GRAMS = 3;
const PACKAGE_SHARE = 0.005;
/** Each further item of the same kind, and of another kind, is so much less likely, nats. */
const ANOTHER = 2;
const ANOTHER_KIND = 1;

/**
 * What explains a step of so many grams best: one item, two of a kind, or two of different kinds; null when nothing comes near.
 * `weights` in grams by product.
 */
export const explain = <P>(grams: number, weights: ReadonlyMap<P, number>): Taken<P> | null => {
  const total = Math.abs(grams);
  let best: Taken<P> | null = null;
  let top = Number.NEGATIVE_INFINITY;
  const consider = (taken: Taken<P>, weight: number, against: number) => {
    const deviations = Math.abs(total - weight) / (PACKAGE_GRAMS + PACKAGE_SHARE * weight);
    const score = -0.5 * deviations ** 2 - against;
    if (deviations > 3 || score <= top) return;
    best = taken;
    top = score;
  };
  const products = [...weights];
  for (const [i, [product, weight]] of products.entries()) {
    consider([[product, 1]], weight, 0);
    consider([[product, 2]], 2 * weight, ANOTHER);
    for (const [other, more] of products.slice(i + 1)) {
      consider(
        [
          [product, 1],
          [other, 1],
        ],
        weight + more,
        ANOTHER + ANOTHER_KIND,
      );
    }
  }
  return best;
};

export const weightOf = (plan: FloorPlan, tag: Tag): number | null => plan.product(tag.gtin)?.weight ?? null;

export const createScaleSteps = (saved?: SavedSteps): ScaleSteps => {
  const last = new Map<SectionId, number>(saved?.last);
  const noises = new Map<SectionId, number>(saved?.noise);
  let open: readonly Step[] = saved?.open ?? [];
  return {
    weighed: (section, reading, base) => {
      if (!reading.stable) return null;
      const before = last.get(section);
      last.set(section, reading.grams);
      const grams = reading.grams - (before ?? reading.grams);
      const noise = noises.get(section) ?? USUAL_NOISE;
      if (Math.abs(grams) < Math.max(LEAST_STEP, NOISES * noise)) {
        noises.set(section, noise + 0.05 * (Math.abs(grams) - noise));
        return null;
      }
      const step = { section, at: Math.min(reading.at, reading.receivedAt) - base, grams };
      open = [...open, step];
      return step;
    },
    open: () => open,
    find: (section, weight, direction, at, within) => {
      if (section === null || weight === null) return null;
      let best: Step | null = null;
      for (const step of open) {
        const apart = Math.abs(step.at - at);
        if (step.section !== section || Math.sign(step.grams) !== direction || apart > within || !fitsWeight(step.grams, weight)) continue;
        if (best === null || apart < Math.abs(best.at - at)) best = step;
      }
      return best;
    },
    close: (step) => {
      open = open.filter((other) => other !== step);
    },
    forget: (now) => {
      if (open.some((step) => now - step.at > FORGOTTEN_MS)) open = open.filter((step) => now - step.at <= FORGOTTEN_MS);
    },
    save: (): SavedSteps => ({ last: [...last], noise: [...noises], open }),
  };
};
