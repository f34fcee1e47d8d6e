import type { FloorPlan, SectionPlace } from '../floor-plan.ts';
import type { SectionId } from '../ids.ts';
import type { Tag } from '../tags/tag.ts';
import { type Grams, grams } from '../units.ts';
import { type Believed, believe } from './believed.ts';
import type { Disagreements } from './disagreements.ts';
import type { Place, Places } from './places.ts';
import type { Unheard } from './unheard.ts';
import { weighIn } from './weigh-in.ts';

/** The radio is never surer than this, so that a scale can contradict it. */
const SUREST = 0.995;

export interface SectionCountParts {
  readonly plan: FloorPlan;
  readonly places: Places;
  readonly unheard: Unheard;
  readonly disagreements: Disagreements;
  /** That an item is still where it rested last, 0..1. */
  readonly presence: (tag: Tag) => number;
  /** What the scale of a section shows; undefined where none has spoken. */
  readonly weight: (section: SectionId) => Grams | undefined;
}

export interface Counted {
  readonly place: Place;
  readonly believed: Believed;
}

/** What it costs to believe in one, two ... fewer, nats: the surest doubts first. */
const costOfFewer = (chances: readonly number[]): readonly number[] =>
  chances
    .filter((p) => p > 0.5)
    .sort((a, b) => a - b)
    .map((p) => Math.log(p / (1 - p)));

/** Counts a section's places by tags, stock count and scale together. */
export const createSectionCount = ({ plan, places, unheard, disagreements, presence, weight }: SectionCountParts) => {
  const itemGrams = new Map([...plan.shop.products.values()].map(({ sku, weight }) => [sku, weight]));

  const chancesIn = (place: Place, now: number): number[] => {
    const chances: number[] = [];
    for (const tag of place.items.values()) chances.push(tag === null ? 0 : Math.min(SUREST, presence(tag)));
    const deaf = Math.min(SUREST, unheard.probability(now));
    for (let n = unheard.of(place.section.id, place.facing.sku); n > 0; n--) chances.push(deaf);
    return chances;
  };

  return (section: SectionPlace, now: Parameters<Disagreements['note']>[2]): readonly Counted[] => {
    const own = places.in(section.id).map((place) => {
      const chances = chancesIn(place, now);
      return { place, chances, believed: believe(chances) };
    });
    const total = weight(section.id);
    const weights = own.map(({ place }) => itemGrams.get(place.facing.sku) ?? null);
    // A product without a weight makes the scale say nothing.
    if (total === undefined || weights.some((each) => each === null || each <= 0)) return own;
    const weighable = own.map(({ chances, believed }, i) => ({
      grams: weights[i] ?? grams(0),
      count: believed.count,
      fewer: () => costOfFewer(chances),
    }));
    const { counts, unexplained } = weighIn(weighable, total);
    disagreements.note(section, unexplained, now);
    return own.map(({ place, believed }, index) => {
      const count = counts[index] ?? believed.count;
      if (count === believed.count) return { place, believed };
      return { place, believed: { count, spread: Math.min(believed.spread, 0.5), none: count > 0 ? 0 : 1 } };
    });
  };
};
