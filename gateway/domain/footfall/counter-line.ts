import type { Counter } from '../shop.ts';

/** What one counting line remembers between messages. */
export interface LineState {
  totalIn: number | null;
  totalOut: number | null;
  /** Device time of its newest message, epoch ms: what is older came late and was in the totals already. */
  newest: number;
  lastChange: number;
}

export const newLine = (at: number): LineState => ({ totalIn: null, totalOut: null, newest: 0, lastChange: at });

/** More people than this between two messages is a broken total, not a crowd. */
const BELIEVABLE = 500;
/** A counter that began again at 0 shows less than half of what it did; one that shows a little less was corrected by hand. */
const RESET_BELOW = 0.5;

const sinceTotal = (before: number | null, now: number): number => {
  if (before === null || now < 0) return 0;
  const isReset = now < before * RESET_BELOW;
  const people = isReset ? now : Math.max(0, now - before);
  return people > BELIEVABLE ? 0 : people;
};

/**
 * People in and out that a message adds. The first totals of a line are its baseline; totals that fell to less than half began again at
 * 0 and what they show has come since; totals that fell a little, and those that overtook newer ones, add nobody; negative increments
 * count as 0; a line mounted the wrong way round is turned here. `at` is when the device says it counted, epoch ms.
 */
export const countedBy = (
  line: LineState,
  counter: Pick<Counter, 'swapped'>,
  message: { readonly in: number; readonly out: number; readonly form: 'increment' | 'total'; readonly at: number },
): { readonly in: number; readonly out: number } => {
  const total = message.form === 'total';
  if (total && message.at < line.newest) return { in: 0, out: 0 };
  line.newest = Math.max(line.newest, message.at);
  const came = total ? sinceTotal(line.totalIn, message.in) : Math.min(BELIEVABLE, Math.max(0, message.in));
  const went = total ? sinceTotal(line.totalOut, message.out) : Math.min(BELIEVABLE, Math.max(0, message.out));
  if (total) {
    line.totalIn = Math.max(0, message.in);
    line.totalOut = Math.max(0, message.out);
  }
  return counter.swapped ? { in: went, out: came } : { in: came, out: went };
};
