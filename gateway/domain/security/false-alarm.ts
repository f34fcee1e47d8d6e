import type { AlertType, Fact } from '../events.ts';

/** Alarms about goods; the soft word `exit-suspected` is none: it asks nobody to run. */
const ALARMS: ReadonlySet<AlertType> = new Set(['unsold-exit', 'bulk', 'clone', 'flood']);
/** What takes an unsold exit back: it was no theft. */
const REFUTED: ReadonlySet<string> = new Set(['receipt-came-late', 'back-in-shop']);
/** A receipt or an item that comes later than this is another story: a refund, a thief who thinks better of it. ms. */
const REFUTED_WITHIN_MS = 15 * 60_000;
/** How an operator says so when acknowledging it. */
const DENIED = /^\s*(false|誤報|误报)/i;

/** The definition in words, told with every figure made of it. */
export const FALSE_ALARM_RULE =
  'Alarms (unsold-exit, bulk, clone, flood) that an operator acknowledged with a comment beginning with "false", "誤報" or "误报", ' +
  'or that a receipt or the return of the item cleared within 15 minutes; divided by the days watched, at least one.';

export const isAlarm = (about: AlertType): boolean => ALARMS.has(about);

/** Whether this fact says of an alarm that was raised at `raisedAt` (epoch ms) that it was none. An operator may say so at any time. */
export function refutes(fact: Fact, raisedAt: number): boolean {
  if (fact.type === 'alert.acknowledged') return DENIED.test(fact.comment);
  return fact.type === 'alert.cleared' && REFUTED.has(fact.because) && fact.at - raisedAt <= REFUTED_WITHIN_MS;
}
