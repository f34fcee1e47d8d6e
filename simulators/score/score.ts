import type { Truth } from '../truth/lines.ts';
import { type AlarmScore, type ItemScores, scoreAlarms, scoreItems } from './events.ts';
import { occupancyError, stockExactness } from './levels.ts';
import { mean } from './match.ts';
import { scoreVisits, type VisitScores } from './visits.ts';

/** What is compared: the lines of a replay's output, or of a truth. */
export type Output = Pick<Truth, 'visits' | 'items' | 'alerts' | 'shelves' | 'footfall'>;

export interface Score {
  readonly items: ItemScores;
  readonly visits: VisitScores;
  readonly alarms: AlarmScore;
  readonly bulks: AlarmScore;
  /** People, mean absolute difference. */
  readonly occupancyError: number | null;
  /** Share of minutes and facings with the exact number. */
  readonly stockExact: number | null;
  /** Mean of the F1 of moves, visits, association with outcome, exits and alarms, over those that have a truth. */
  readonly composite: number | null;
}

/** Compares a gateway's output with the truth. Pure; equal outputs score 1 everywhere that the truth has anything. */
export function scoreOutput(truth: Output, claimed: Output): Score {
  const items = scoreItems(truth.items, claimed.items);
  const visits = scoreVisits(truth.visits, claimed.visits, lastMoment(truth, claimed));
  const alarms = scoreAlarms('unsold-exit', truth.alerts, claimed.alerts, truth.visits.length);
  const parts = [items.byType.moved?.f1, visits.visits.f1, visits.associationWithOutcome.f1, items.byType.exited?.f1, alarms.f1];
  return {
    items,
    visits,
    alarms,
    bulks: scoreAlarms('bulk', truth.alerts, claimed.alerts, truth.visits.length),
    occupancyError: occupancyError(truth.footfall, claimed.footfall),
    stockExact: stockExactness(truth.shelves, claimed.shelves),
    composite: mean(parts.filter((part) => part !== null && part !== undefined)),
  };
}

/** The latest time that either side speaks of: where open visits end. */
function lastMoment(...outputs: readonly Output[]): number {
  let last = 0;
  for (const { items, visits, footfall } of outputs) {
    for (const { at } of items) last = Math.max(last, at);
    for (const { at } of footfall) last = Math.max(last, at);
    for (const { start, end } of visits) last = Math.max(last, end ?? start);
  }
  return last;
}
