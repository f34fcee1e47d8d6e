import type { Counter } from '../shop.ts';

/** What one counting line remembers between messages. */
export interface LineState {
  totalIn: number | null;
  totalOut: number | null;
  lastChange: number;
  /** Card sightings since the line last counted somebody: people were there. */
  cardsSince: number;
}

export const newLine = (at: number): LineState => ({ totalIn: null, totalOut: null, lastChange: at, cardsSince: 0 });

/** More people than this between two messages is a broken total, not a crowd. */
const BELIEVABLE = 500;

const sinceTotal = (before: number | null, now: number): number => {
  if (before === null) return 0;
  // A smaller total is a counter that began again at 0: what it shows has come since.
  const people = now >= before ? now - before : now;
  return people > BELIEVABLE ? 0 : people;
};

/**
 * People in and out that a message adds. The first totals of a line are its baseline; totals that fell began again at 0;
 * negative increments count as 0; a line mounted the wrong way round is turned here.
 */
export const countedBy = (
  line: LineState,
  counter: Pick<Counter, 'swapped'>,
  message: { readonly in: number; readonly out: number; readonly form: 'increment' | 'total' },
): { readonly in: number; readonly out: number } => {
  const total = message.form === 'total';
  const came = total ? sinceTotal(line.totalIn, message.in) : Math.min(BELIEVABLE, Math.max(0, message.in));
  const went = total ? sinceTotal(line.totalOut, message.out) : Math.min(BELIEVABLE, Math.max(0, message.out));
  if (total) {
    line.totalIn = message.in;
    line.totalOut = message.out;
  }
  return counter.swapped ? { in: went, out: came } : { in: came, out: went };
};
