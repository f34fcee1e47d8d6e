import type { DomainEvent } from '../../gateway/domain/events.ts';
import type { Comparison } from '../../gateway/domain/experiments/compare.ts';
import { asId, type OfferId, type VisitId } from '../../gateway/domain/ids.ts';
import { armOf } from '../../gateway/domain/offers/assignment.ts';
import { probability } from '../../gateway/domain/units.ts';
import type { OfferResults } from '../../gateway/http/contract-experiment.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { createRandom, type Random } from '../../simulators/random.ts';
import { CATALOGUE } from '../ledger/catalogue.ts';
import { commitOf, events, NINE, type Told } from '../ledger/events.ts';

export interface Month {
  readonly seed: number;
  readonly days: number;
  readonly visitsPerDay: number;
  /** What is assigned as a whole: each visit, or all that stand before a shared display in a quarter of an hour. */
  readonly unit: 'visit' | 'slot';
  /** Share of the control's visits that the gateway forgets, as a fault would have it. */
  readonly lost: number;
}

/** What was built in: shares and money per visit, of treatment less control, by intention to treat. */
export interface Truth {
  readonly bought: number;
  readonly spent: number;
}

const CONTROL = 0.3;
const BASELINE = 0.12;
/** What an offer that was seen does to the chance of buying. */
const RELATIVE_LIFT = 0.35;
/** Displays that prove what they show: of the others nobody sees anything, and the visit counts all the same. */
const PROVEN = 0.95;
const MEAN_PRICE = 500;
const QUARTER_MS = 900_000;
const OPEN_MS = 10 * 3_600_000;
const DAY_MS = 86_400_000;

/**
 * A month of a shop with one offer: arms by the gateway's own assignment, what happened as events into a ledger of its own, and the
 * results that its pages show. Visits differ by hour and day, and before a shared display whole quarters of an hour are good or bad.
 */
export function simulateMonth(month: Month): { readonly results: OfferResults; readonly truth: Truth } {
  const random = createRandom(month.seed, 'month');
  const opened = openLedger({ file: ':memory:', clock: () => NINE + month.days * DAY_MS });
  const offer = `offer-${month.seed}`;
  let [lift, visits, seq, firstId] = [0, 0, 0, 1];
  for (let day = 0; day < month.days; day++) {
    const told: Told[] = [];
    for (const visit of visitsOf(month, day, random)) {
      lift += visit.chance * RELATIVE_LIFT * PROVEN;
      visits++;
      told.push(...lived(visit, offer, month, random));
    }
    const brought: readonly DomainEvent[] = events(told, firstId);
    opened.ledger.commit(commitOf(++seq, brought));
    firstId += brought.length;
  }
  const results = opened.queries(CATALOGUE).offerResults(offer, NINE - DAY_MS, NINE + month.days * DAY_MS);
  opened.close();
  if (results === null) throw new Error('the offer was made');
  return { results, truth: { bought: lift / visits, spent: (lift / visits) * MEAN_PRICE } };
}

interface Visit {
  readonly id: VisitId;
  readonly at: number;
  /** Of buying, without the offer. */
  readonly chance: number;
}

function visitsOf({ days, visitsPerDay, unit }: Month, day: number, random: Random): readonly Visit[] {
  const ofDay = 1 + 0.3 * Math.sin((2 * Math.PI * day) / Math.min(7, days));
  const quarters = Array.from({ length: OPEN_MS / QUARTER_MS }, () => (unit === 'slot' && random.chance(0.3) ? 2.2 : 0.8));
  return Array.from({ length: visitsPerDay }, (_, n) => {
    const into = Math.floor(random.next() * OPEN_MS);
    const ofQuarter = quarters[Math.floor(into / QUARTER_MS)] ?? 1;
    return { id: asId<VisitId>(`v-${day}-${n}`), at: NINE + day * DAY_MS + into, chance: BASELINE * ofDay * ofQuarter };
  });
}

/** What the gateway says of one visit. */
function lived({ id: visit, at, chance }: Visit, offer: string, month: Month, random: Random): readonly Told[] {
  const slot = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  const unit = month.unit === 'visit' ? ({ by: 'visit', id: visit } as const) : ({ by: 'slot', id: `screen@${slot}` } as const);
  const arm = armOf({ id: asId<OfferId>(offer), control: probability(CONTROL) }, unit, null, {
    holdout: probability(0),
    slot: QUARTER_MS as never,
  });
  if (arm === 'control' && random.chance(month.lost)) return [];
  const decision = `d-${visit}`;
  const reason = arm === 'treatment' ? 'selected' : 'control';
  const shares = { control: CONTROL, holdout: 0 };
  const isShown = arm === 'treatment' && random.chance(PROVEN);
  const told: Told[] = [['offer.decided', { offer, decision, at, visit, unit, arm, reason, shares }]];
  if (isShown) told.push(['offer.shown', { offer, decision, at: at + 2_000, visit, unit }]);
  const buys = random.chance(chance * (isShown ? 1 + RELATIVE_LIFT : 1));
  const value = random.int(100, 2 * MEAN_PRICE - 100);
  // What else the visit buys has nothing to do with the offer.
  const total = (buys ? value : 0) + (random.chance(0.25) ? random.int(50, 1_500) : 0);
  if (buys)
    told.push(['offer.converted', { offer, decision, at: at + 60_000, visit, unit, arm, value, exposed: arm === 'control' || isShown }]);
  if (total > 0) told.push(['sale.recorded', { sale: `r-${visit}`, at: at + 60_000, visit, total }]);
  return told;
}

const holds = ({ interval }: Pick<Comparison, 'interval'>, truth: number): boolean =>
  interval !== null && interval.low <= truth && truth <= interval.high;

export interface Coverage {
  readonly runs: number;
  /** Runs whose 95 % interval of the lift held what was built in. */
  readonly bought: number;
  readonly spent: number;
  readonly alwaysValid: number;
  /** Runs with a split that was called broken. */
  readonly broken: number;
  /** Runs that named a winner, and those of them that named the wrong one. */
  readonly winners: number;
  readonly wrong: number;
}

/** How often the results hold what was built in, over so many months with seeds 1, 2, 3 ... */
export function coverage(runs: number, month: Omit<Month, 'seed'>): Coverage {
  const counts = { runs, bought: 0, spent: 0, alwaysValid: 0, broken: 0, winners: 0, wrong: 0 };
  for (let seed = 1; seed <= runs; seed++) {
    const { results, truth } = simulateMonth({ ...month, seed });
    if (holds(results.bought, truth.bought)) counts.bought++;
    if (holds(results.spent, truth.spent)) counts.spent++;
    if (holds({ interval: results.bought.alwaysValid }, truth.bought)) counts.alwaysValid++;
    if (results.split.state === 'broken') counts.broken++;
    if (results.verdict === 'better' || results.verdict === 'worse') counts.winners++;
    if (results.verdict === 'worse') counts.wrong++;
  }
  return counts;
}
