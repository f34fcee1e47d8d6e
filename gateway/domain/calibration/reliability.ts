import type { Knot } from './isotonic.ts';

/** Tenths of the claimed probability. */
const DECILES = 10;
/** Labels that the diagonal is worth in each tenth: until the shop has shown more, a claim stays what it is. */
const PRIOR_LABELS = 20;
const DAY_MS = 86_400_000;
/** A label counts half after four weeks: shops and their radio change. */
const HALF_LIFE_MS = 28 * DAY_MS;
/** Days of which the single figures are kept. */
const WEEK_DAYS = 7;

/** What was claimed in a tenth, and how often that was right. Counts fade, so they are no whole numbers. */
interface Decile {
  readonly labels: number;
  /** Mean claimed probability; the middle of the tenth while there is no label. */
  readonly claimed: number;
  /** Share that was right; null without labels. */
  readonly right: number | null;
}

/** The labels of the last seven days. */
interface Week {
  readonly labels: number;
  readonly right: number;
  /** Mean squared difference of claim and truth, 0 (best) to 1; null without labels. Brier, 1950. */
  readonly brier: number | null;
}

interface Bin {
  labels: number;
  claimed: number;
  right: number;
}

interface Day {
  readonly day: number;
  labels: number;
  right: number;
  squares: number;
}

export interface SavedReliability {
  readonly bins: readonly Bin[];
  readonly days: readonly Day[];
  readonly fadedAt: number;
}

/** How often claims of one kind proved right, by tenths of the claim. Bounded: ten tenths and eight days, however many labels. */
export interface Reliability {
  learn(claimed: number, right: boolean, at: number): void;
  deciles(): readonly Decile[];
  /** The tenths as points of a curve, each pulled towards the diagonal by its prior; rising order. */
  knots(): readonly Knot[];
  week(now: number): Week;
  /** Lets old labels fade; asked once a day. */
  fade(now: number): void;
  save(): SavedReliability;
}

export const createReliability = (saved?: SavedReliability): Reliability => {
  const bins: Bin[] =
    saved?.bins.map((bin) => ({ ...bin })) ?? Array.from({ length: DECILES }, () => ({ labels: 0, claimed: 0, right: 0 }));
  let days: Day[] = saved?.days.map((day) => ({ ...day })) ?? [];
  let fadedAt = saved?.fadedAt ?? 0;
  const dayOf = (at: number): number => Math.floor(at / DAY_MS);
  const middle = (index: number): number => (index + 0.5) / DECILES;

  const today = (at: number): Day => {
    const day = dayOf(at);
    const known = days.find((one) => one.day === day);
    if (known !== undefined) return known;
    const fresh = { day, labels: 0, right: 0, squares: 0 };
    days = [...days.filter((one) => day - one.day <= WEEK_DAYS), fresh];
    return fresh;
  };

  return {
    learn: (claimed, right, at) => {
      const bin = bins[Math.min(DECILES - 1, Math.floor(claimed * DECILES))];
      if (bin === undefined) return;
      bin.labels++;
      bin.claimed += claimed;
      const day = today(at);
      day.labels++;
      day.squares += (claimed - Number(right)) ** 2;
      if (!right) return;
      bin.right++;
      day.right++;
    },
    deciles: () =>
      bins.map(({ labels, claimed, right }, i) => ({
        labels,
        claimed: labels === 0 ? middle(i) : claimed / labels,
        right: labels === 0 ? null : right / labels,
      })),
    knots: () =>
      bins.map(({ labels, claimed, right }, i) => {
        const weight = labels + PRIOR_LABELS;
        const mean = (claimed + PRIOR_LABELS * middle(i)) / weight;
        return { claimed: mean, measured: (right + PRIOR_LABELS * middle(i)) / weight, weight };
      }),
    week: (now) => {
      const recent = days.filter(({ day }) => dayOf(now) - day < WEEK_DAYS);
      const sum = (of: (day: Day) => number): number => recent.reduce((total, day) => total + of(day), 0);
      const labels = sum((day) => day.labels);
      return { labels, right: sum((day) => day.right), brier: labels === 0 ? null : sum((day) => day.squares) / labels };
    },
    fade: (now) => {
      const kept = fadedAt === 0 ? 1 : 0.5 ** (Math.max(0, now - fadedAt) / HALF_LIFE_MS);
      fadedAt = now;
      for (const bin of bins) {
        bin.labels *= kept;
        bin.claimed *= kept;
        bin.right *= kept;
      }
    },
    save: () => ({ bins, days, fadedAt }),
  };
};
