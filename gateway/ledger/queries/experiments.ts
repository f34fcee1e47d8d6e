import { type Evidence, judge } from '../../domain/experiments/experiment.ts';
import { addTotals, type Measure, NO_TOTALS, type Totals } from '../../domain/experiments/totals.ts';
import type { HoldoutResults, OfferDay, OfferResults } from '../../http/contract-experiment.ts';
import { sumsOfSpan } from '../experiment-sums.ts';
import type { QueryContext } from './context.ts';
import { holdoutSums } from './holdout-sums.ts';
import { number, type Row, text } from './row.ts';

const DAY_MS = 86_400_000;
const ARMS = ['treatment', 'control', 'holdout'] as const;
type Arm = (typeof ARMS)[number];

export interface Experiments {
  /** Of units first assigned with `from` <= at < `to`; null for an offer that the shop does not have and never had. */
  offerResults(id: string, from: number, to: number): OfferResults | null;
  /** Of every offer with a unit in the span, the newest first. */
  allResults(from: number, to: number): OfferResults[];
  /** By day and arm, oldest first; null for an unknown offer. */
  offerDays(id: string, from: number, to: number): OfferDay[] | null;
  /** All offers together against the shop's hold-out. */
  holdoutResults(from: number, to: number): HoldoutResults;
}

/** What offers are worth against those who were held back. */
export function createExperiments({ db, catalogue, clock }: QueryContext): Experiments {
  const sums = db.prepare(`${sumsOfSpan('TRUE')} ORDER BY offer, day, arm`);
  const sumsOf = db.prepare(`${sumsOfSpan('offer = ?3')} ORDER BY offer, day, arm`);
  const heldOut = db.prepare(holdoutSums);
  const reasons = db.prepare(
    'SELECT reason, count(*) AS n FROM offer_decisions WHERE offer = ? AND at >= ? AND at < ? GROUP BY reason ORDER BY reason',
  );
  const eligible = db.prepare(
    `SELECT count(DISTINCT coalesce(visit, decision)) AS n FROM offer_decisions
     WHERE offer = ? AND at >= ? AND at < ? AND reason NOT IN ('condition-false', 'condition-error')`,
  );
  const known = db.prepare('SELECT 1 FROM offer_decisions WHERE offer = ?1 UNION ALL SELECT 1 FROM offer_days WHERE offer = ?1 LIMIT 1');
  const isKnown = (id: string): boolean => catalogue.offers.some((offer) => offer.id === id) || known.get(id) !== undefined;
  const { worthKnowing } = catalogue.experiments;

  const compare = (rows: readonly Row[], to: number) => {
    const evidence = evidenceOf(rows, Math.min(to, clock()));
    return { ...judge(evidence, worthKnowing), worthKnowing, since: sinceOf(rows), arms: armsOf(evidence) };
  };

  const resultsOf = (offer: string, rows: readonly Row[], from: number, to: number): OfferResults => ({
    offer,
    from,
    to,
    ...compare(rows, to),
    eligible: number(eligible.get(offer, from, to)?.n),
    reasons: Object.fromEntries(reasons.all(offer, from, to).map((row) => [text(row.reason), number(row.n)])),
  });

  return {
    offerResults: (id, from, to) => (isKnown(id) ? resultsOf(id, sumsOf.all(from, to, id), from, to) : null),
    allResults(from, to) {
      const byOffer = Map.groupBy(sums.all(from, to), (row) => text(row.offer));
      const results = [...byOffer].map(([offer, rows]) => resultsOf(offer, rows, from, to));
      return results.toSorted((a, b) => (b.since ?? 0) - (a.since ?? 0));
    },
    offerDays(id, from, to) {
      if (!isKnown(id)) return null;
      // A day may be half folded: its two rows add up.
      const byDay = Map.groupBy(sumsOf.all(from, to, id), (row) => `${text(row.day)} ${text(row.arm)}`);
      return [...byDay.values()].map((rows) => {
        const [first] = rows;
        const day = new Date(number(first?.day) * DAY_MS).toISOString().slice(0, 10);
        return { day, ...armOf(text(first?.arm) as Arm, rows.map(totalsOf).reduce(addTotals, NO_TOTALS)) };
      });
    },
    holdoutResults: (from, to) => ({ from, to, ...compare(heldOut.all(from, to), to) }),
  };
}

function evidenceOf(rows: readonly Row[], now: number): Evidence & { readonly holdout: Totals } {
  const of = (arm: Arm): Totals =>
    rows
      .filter((row) => row.arm === arm)
      .map(totalsOf)
      .reduce(addTotals, NO_TOTALS);
  const sum = (column: string): number => rows.reduce((total, row) => total + number(row[column]), 0);
  const since = sinceOf(rows);
  return {
    treatment: of('treatment'),
    control: of('control'),
    holdout: of('holdout'),
    expected: { control: sum('control_units'), holdout: sum('holdout_units') },
    days: since === null ? 0 : Math.max(0, now - since) / DAY_MS,
  };
}

const sinceOf = (rows: readonly Row[]): number | null => (rows.length === 0 ? null : Math.min(...rows.map((row) => number(row.since))));

const totalsOf = (row: Row): Totals => {
  const measure = (name: string): Measure => ({
    sum: number(row[name]),
    squares: number(row[`${name}_squares`]),
    cross: number(row[`${name}_cross`]),
  });
  return {
    units: number(row.units),
    observations: number(row.observations),
    squares: number(row.squares),
    shown: number(row.shown),
    picked: measure('picked'),
    bought: measure('bought'),
    spent: measure('spent'),
  };
};

const armOf = (arm: Arm, totals: Totals): OfferResults['arms'][number] => ({
  arm,
  units: totals.units,
  assigned: totals.observations,
  shown: totals.shown,
  picked: totals.picked.sum,
  bought: totals.bought.sum,
  spentMinor: totals.spent.sum,
});

/** The hold-out only where there is one. */
const armsOf = (evidence: Evidence & { readonly holdout: Totals }): OfferResults['arms'] =>
  ARMS.filter((arm) => arm !== 'holdout' || evidence.holdout.units > 0 || (evidence.expected.holdout ?? 0) > 0).map((arm) =>
    armOf(arm, evidence[arm]),
  );
