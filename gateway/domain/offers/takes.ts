import type { ItemFact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Gtin, OfferId, SectionId, ZoneId } from '../ids.ts';
import type { Weighed } from '../readings.ts';
import { createScaleSteps, explain, fitsWeight, type SavedSteps } from '../tags/scale-steps.ts';
import type { Instant } from '../units.ts';

/** The pick of a piece tells of a take so near in time, ms. */
const SAME_MS = 45_000;
/** After this nobody will name the piece any more, ms. */
const FORGOTTEN_MS = 180_000;

/** Goods that left a scale: of which product, not yet which piece. */
interface Take {
  readonly gtin: Gtin;
  readonly section: SectionId;
  readonly zone: ZoneId;
  readonly at: Instant;
  /** Offers that it led to. */
  readonly answered: readonly OfferId[];
}

/**
 * What scales say at once. Which piece was taken is known some seconds later, when the others were heard again; which product is
 * known as soon as the scale is steady, and a screen has to answer while the hand still holds it.
 */
export interface Takes {
  /** The take that a reading tells of; null when nothing was taken, or when products of the section weigh too much alike. */
  weighed(reading: Weighed): Take | null;
  answered(take: Take, offers: readonly OfferId[]): void;
  /** Offers that have answered this pick already, by its take, which is over with it. */
  of(pick: ItemFact): readonly OfferId[];
  forget(now: Instant): void;
  save(): SavedTakes;
}

interface SavedTakes {
  readonly steps: SavedSteps;
  readonly open: readonly Take[];
}

export const createTakes = (plan: FloorPlan, before: unknown): Takes => {
  const saved = before as SavedTakes | undefined; // Written by save() below.
  const steps = createScaleSteps(saved?.steps);
  const bySku = new Map([...plan.shop.products.values()].map((product) => [product.sku, product]));
  const weights = new Map<SectionId, ReadonlyMap<Gtin, number>>();
  for (const { id, planogram } of plan.sections.values()) {
    const products = planogram.flatMap(({ sku }) => bySku.get(sku) ?? []);
    weights.set(id, new Map(products.flatMap(({ gtin, weight }) => (weight === null ? [] : [[gtin, weight] as const]))));
  }
  let open: readonly Take[] = saved?.open ?? [];

  /** The only product that a drop of so many grams can be; null for none, or for more than one. */
  const productOf = (section: SectionId, grams: number): Gtin | null => {
    const own = weights.get(section) ?? new Map<Gtin, number>();
    const [first, ...others] = explain(grams, own) ?? [];
    if (first === undefined || others.length > 0) return null;
    const [gtin] = first;
    const isUnsure = [...own].some(([other, weight]) => other !== gtin && fitsWeight(grams, weight));
    return isUnsure ? null : gtin;
  };

  return {
    weighed: (reading) => {
      const place = plan.scale(reading.device, reading.channel);
      const step = place === null ? null : steps.weighed(place.id, reading, 0);
      if (place === null || step === null) return null;
      steps.close(step);
      const gtin = step.grams < 0 ? productOf(place.id, step.grams) : null;
      return gtin === null ? null : { gtin, section: place.id, zone: place.zone, at: reading.at, answered: [] };
    },
    answered: (take, answered) => {
      open = [...open, { ...take, answered }];
    },
    of: (pick) => {
      const take = open.find(({ gtin, at }) => gtin === pick.gtin && Math.abs(at - pick.at) <= SAME_MS);
      open = open.filter((other) => other !== take);
      return take?.answered ?? [];
    },
    forget: (now) => {
      if (open.some(({ at }) => now - at > FORGOTTEN_MS)) open = open.filter(({ at }) => now - at <= FORGOTTEN_MS);
    },
    save: () => ({ steps: steps.save(), open }),
  };
};
