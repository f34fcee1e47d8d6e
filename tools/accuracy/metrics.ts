import type { Found } from '../../simulators/score/match.ts';
import type { Score } from '../../simulators/score/score.ts';

/** One row of the tables. */
export interface Metric {
  readonly key: string;
  readonly label: string;
  of(score: Score): number | null;
  readonly better: 'more' | 'less';
  /** Decimal places, and a unit after the figure. */
  readonly digits: number;
  readonly unit?: string;
  /** What we aim at on the standard shop, by preset. */
  readonly targets?: Targets;
  /** True where no rival may be better. */
  readonly mustLead?: true;
}

type Targets = Readonly<Record<string, number>>;
/** In the order in which targets are written down. */
const targets = (easy: number, realistic: number, hard: number, crowded: number): Targets => ({ easy, realistic, hard, crowded });

const f1 = (key: string, label: string, of: (score: Score) => Found | undefined | null, more: Partial<Metric> = {}): Metric => ({
  key,
  label: `${label} F1`,
  of: (score) => of(score)?.f1 ?? null,
  better: 'more',
  digits: 3,
  ...more,
});
const share = (key: string, label: string, of: Metric['of'], more: Partial<Metric> = {}): Metric => ({
  key,
  label,
  of,
  better: 'more',
  digits: 3,
  ...more,
});
const error = (key: string, label: string, of: Metric['of'], more: Partial<Metric> = {}): Metric => ({
  ...share(key, label, of, { digits: 2 }),
  better: 'less',
  ...more,
});
const delay = (key: string, label: string, of: Metric['of'], more: Partial<Metric> = {}): Metric =>
  error(
    key,
    label,
    (score) => {
      const ms = of(score);
      return ms === null ? null : ms / 1_000;
    },
    { digits: 1, unit: ' s', ...more },
  );

const perHour = (score: Score, found: Found | undefined): number | null =>
  found === undefined || score.hours === 0 ? null : (found.claimed - found.matched) / score.hours;

export const METRICS: readonly Metric[] = [
  share('composite', 'composite', (score) => score.composite, { targets: targets(0.9, 0.78, 0.5, 0.7) }),
  f1('loc_away', 'place away from home', (score) => score.places?.away, { targets: targets(0.88, 0.72, 0.5, 0.72), mustLead: true }),
  f1('loc_away_said', 'place as it was said', (score) => score.places?.awayAsSaid),
  share('loc_held', 'place in hands, right', (score) => score.places?.held ?? null),
  f1('move', 'move', (score) => score.items.byType.moved, { targets: targets(0.8, 0.62, 0.25, 0.42), mustLead: true }),
  f1('pick', 'pick', (score) => score.items.byType.picked, { targets: targets(0.65, 0.42, 0.22, 0.32) }),
  f1('put', 'put', (score) => score.items.byType.put),
  error('false_picks', 'false picks per hour', (score) => perHour(score, score.items.byType.picked), { digits: 0 }),
  error('false_moves', 'false moves per hour', (score) => perHour(score, score.items.byType.moved), { digits: 0 }),
  f1('visit', 'visit', (score) => score.visits.visits, { targets: targets(0.95, 0.88, 0.8, 0.88), mustLead: true }),
  error('visit_count', 'visits too many or too few', (score) => absolute(score.visits.countError), { digits: 3 }),
  share('card_recall', 'cards recognised', (score) => score.visits.cardRecall, { targets: targets(1, 0.98, 0.88, 0.93) }),
  f1('association', 'association', (score) => score.visits.association, { targets: targets(0.82, 0.6, 0.38, 0.52) }),
  f1('association_identified', 'association with a card', (score) => score.visits.associationIdentified, {
    targets: targets(0.85, 0.66, 0.46, 0.58),
  }),
  f1('association_anonymous', 'association without card', (score) => score.visits.associationAnonymous),
  f1('association_outcome', 'association with outcome', (score) => score.visits.associationWithOutcome),
  f1('took_home', 'taken home', (score) => score.visits.tookHome),
  f1('party_home', 'taken home, by party', (score) => score.visits.partyHome, { targets: targets(0.96, 0.88, 0.68, 0.72), mustLead: true }),
  f1('exit', 'exit', (score) => score.items.byType.exited, { mustLead: true }),
  share('exit_precision', 'exit precision', (score) => score.items.byType.exited?.precision ?? null, {
    targets: targets(0.995, 0.97, 0.8, 0.93),
  }),
  share('exit_recall', 'exit recall', (score) => score.items.byType.exited?.recall ?? null, { targets: targets(0.985, 0.95, 0.85, 0.9) }),
  delay('suspected', 'exit suspected after, median', (score) => score.suspicion.medianDelayMs, { targets: targets(1.5, 1.5, 2, 2) }),
  delay('confirmed', 'exit confirmed after, median', (score) => score.items.byType.exited?.medianDelayMs ?? null, {
    targets: targets(6.5, 6.5, 8, 7),
  }),
  f1('alarm', 'alarm', (score) => score.alarms, { mustLead: true }),
  share('alarm_precision', 'alarm precision', (score) => score.alarms.precision, { targets: targets(0.97, 0.85, 0.4, 0.75) }),
  share('alarm_recall', 'alarm recall', (score) => score.alarms.recall, { targets: targets(0.97, 0.95, 0.7, 0.9) }),
  error('false_alarms', 'false alarms per 100 visits', (score) => score.alarms.falsePer100Visits, { targets: targets(0.5, 1, 6, 3) }),
  error('false_alarms_day', 'false alarms per day of 12 h', (score) => score.alarms.falsePerDay, { digits: 1 }),
  share('stock_exact', 'stock exact', (score) => score.stockExact, { targets: targets(0.995, 0.985, 0.95, 0.96) }),
  f1('oos', 'out of stock', (score) => score.outOfStock, { targets: targets(0.95, 0.92, 0.7, 0.86) }),
  f1('misplaced', 'misplaced', (score) => score.misplaced, { targets: targets(0.93, 0.75, 0.55, 0.76) }),
  error('occupancy', 'occupancy error, people', (score) => score.occupancyError),
  error('brier', 'Brier of associations', (score) => score.visits.calibration.brier, {
    digits: 3,
    targets: targets(0.12, 0.14, 0.18, 0.16),
  }),
  share('recall_at_95', 'association recall at precision .95', (score) => score.visits.calibration.recallAtPrecision95, {
    targets: targets(0.4, 0.25, 0.1, 0.2),
  }),
];

const absolute = (value: number | null): number | null => (value === null ? null : Math.abs(value));

/** The mean over those scores that have the figure; null when none has. */
export function meanOf(metric: Metric, scores: readonly Score[]): number | null {
  const values = scores.flatMap((score) => metric.of(score) ?? []);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether a figure is at least as good as another. */
export const isAsGood = ({ better }: Metric, value: number, other: number): boolean =>
  better === 'more' ? value >= other : value <= other;

/** `-` where there is nothing to tell. */
export const formatFigure = ({ digits, unit = '' }: Metric, value: number | null): string =>
  value === null ? '-' : `${value.toFixed(digits)}${unit}`;
