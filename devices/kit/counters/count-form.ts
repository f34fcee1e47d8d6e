import { z } from 'zod';
import type { DriverMemory } from '../define-device.ts';

/** How a counter words the same people: one crossing at a time, running totals, or what a period saw. */
export type CountForm = 'trigger' | 'total' | 'period';

/**
 * The setting of counters that can say the same people in several ways. `auto` takes what serves a shop best and stays there:
 * a crossing at once before totals (a lost message costs them nothing) before periods. Each of these may take over from a later
 * one without counting anybody twice: a crossing is told before the period that holds it, and a first total is only a baseline.
 */
export const countsSetting = z
  .enum(['auto', 'trigger', 'total', 'period'])
  .default('auto')
  .describe('Which counts move the shop: single crossings, running totals or periods; auto takes the first of these that the device sends');

/** The form to use of a message that offers these; null when all of them tell of people that are counted otherwise. */
export function chooseForm(
  wanted: 'auto' | CountForm,
  ranking: readonly CountForm[],
  offered: ReadonlySet<CountForm>,
  memory: DriverMemory,
): CountForm | null {
  if (wanted !== 'auto') return offered.has(wanted) ? wanted : null;
  const known = ranking.indexOf(memory.counts as CountForm);
  const best = ranking.findIndex((form) => offered.has(form));
  if (best < 0 || (known >= 0 && known < best)) {
    const form = ranking[known];
    return form !== undefined && offered.has(form) ? form : null;
  }
  memory.counts = ranking[best];
  return ranking[best] ?? null;
}
