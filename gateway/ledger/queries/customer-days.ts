import { dayNumber } from '../../domain/loyalty/calendar.ts';
import type { QueryContext } from './context.ts';
import { dayOf } from './local-day.ts';

const DAY_MS = 86_400_000;

/** YYYY-MM-DD of a number of a local day. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The number of the local day that a time falls in. */
export const dayAt = (at: number, { catalogue }: Pick<QueryContext, 'catalogue'>): number => dayNumber(dayOf(at, catalogue.timezone).date);
