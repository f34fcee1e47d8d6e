import type { ReplayView, ZoneFiguresView } from '../../../gateway/http/contract-journey.ts';
import { conversionOf, exposureOf } from './zone-rates.ts';

export const SHOWN = ['visits', 'dwell', 'conversion', 'day'] as const;
export type Shown = (typeof SHOWN)[number];
export const SCALES = ['relative', 'absolute'] as const;
export type Scale = (typeof SCALES)[number];

/** What colours the zones, by zone; null where nothing is known. */
export type Heat = ReadonlyMap<string, number | null>;

/** Upper bounds of the first two of three colours on the absolute scale: shares, seconds, shares, people. */
const ABSOLUTE: Readonly<Record<Shown, readonly [number, number]>> = {
  visits: [0.1, 0.3],
  dwell: [30, 120],
  conversion: [0.05, 0.15],
  day: [2, 4],
};

/** Where colours end: the first two bounds, and the highest value there is. Nobody and nothing have a colour of their own. */
export interface Steps {
  readonly bounds: readonly [number, number];
  readonly highest: number;
}

export function stepsOf(shown: Shown, scale: Scale, values: Iterable<number | null>): Steps {
  const highest = Math.max(0, ...[...values].map((value) => value ?? 0));
  return { bounds: scale === 'absolute' ? ABSOLUTE[shown] : [highest / 3, (2 * highest) / 3], highest };
}

/** 0 for nothing, then 1 to 3. */
export const levelOf = (value: number | null, { bounds }: Steps): 0 | 1 | 2 | 3 =>
  value === null || value <= 0 ? 0 : value <= bounds[0] ? 1 : value <= bounds[1] ? 2 : 3;

export function heatOf(shown: Exclude<Shown, 'day'>, { zones, visits }: ZoneFiguresView): Heat {
  return new Map(
    zones.map((figures) => {
      const value = shown === 'visits' ? exposureOf(figures, visits) : shown === 'dwell' ? figures.medianS : conversionOf(figures);
      return [figures.zone, value];
    }),
  );
}

/** The quarter that `at` (epoch ms) names; the fullest one when it names none, since a shop is empty at the beginning of its day. */
export function quarterAt({ quarters }: ReplayView, at: number): number {
  const named = quarters.findIndex((quarter) => quarter.at === at);
  if (named >= 0) return named;
  const crowds = quarters.map(({ people }) => sumOf(people));
  return Math.max(0, crowds.indexOf(Math.max(...crowds)));
}

export const sumOf = (people: Readonly<Record<string, number>>): number => Object.values(people).reduce((sum, n) => sum + n, 0);
