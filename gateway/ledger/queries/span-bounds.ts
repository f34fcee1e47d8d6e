import type { QueryContext } from './context.ts';
import { type AskedDays, daysAsked } from './local-day.ts';

/** Whole store-local days as dates, and as epoch ms: `start` inclusive, `end` exclusive. */
export interface SpanBounds {
  readonly from: string;
  readonly to: string;
  readonly start: number;
  readonly end: number;
}

/** Throws GatewayError INPUT_INVALID as `daysAsked` does. */
export function boundsOf(asked: AskedDays, { clock, catalogue }: QueryContext): SpanBounds {
  const days = daysAsked(asked, clock(), catalogue.timezone);
  const [first, last] = [days[0], days.at(-1)];
  return { from: first?.date ?? '', to: last?.date ?? '', start: first?.from ?? 0, end: last?.to ?? 0 };
}
