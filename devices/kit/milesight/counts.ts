import { z } from 'zod';
import type { Counted } from '../../../gateway/domain/readings.ts';
import { type Decoding, type sensed, warn } from '../decoding.ts';
import type { DriverContext, DriverMemory } from '../define-device.ts';
import { isInRange, QUANTITIES } from '../quantities.ts';
import type { LineCount, Told } from './channels.ts';

type Start = ReturnType<typeof sensed>;

const remembered = z.record(z.string(), z.object({ in: z.number().optional(), out: z.number().optional() }));

/**
 * The people of one uplink, each counted once. Totals and counts of a period are the same people: `counts` chooses, and by
 * default totals win from the first one on, since a lost uplink costs them nothing and the first total is only a baseline.
 * Totals of in and out may come in different uplinks: the other side is the last one heard; until both are known the line is silent.
 */
export function countReadings(
  told: Told,
  start: Start,
  decoding: Decoding,
  { settings, memory }: DriverContext<{ readonly counts?: 'auto' | 'period' | 'total' }>,
): Counted[] {
  const wanted = settings.counts ?? 'auto';
  const totals = wanted === 'period' ? [] : withRemembered(told.totals, memory);
  const sendsTotals = wanted === 'total' || (wanted === 'auto' && memory.totals !== undefined);
  const lines = sendsTotals ? totals : [...told.periods];
  const form = sendsTotals ? 'total' : 'increment';
  const readings: Counted[] = [];
  for (const [line, { in: came, out: went }] of lines) {
    if (came === undefined || went === undefined) continue;
    if (!isInRange(came, QUANTITIES.in) || !isInRange(went, QUANTITIES.out)) warn(decoding, 'absurd-count');
    else readings.push({ ...start, kind: 'count', line, in: came, out: went, form });
  }
  if (readings.length === 0 && told.totals.size + told.periods.size > 0) warn(decoding, 'counts-left-out');
  return readings;
}

/** The lines of this uplink with what an earlier one said of their other side. A model has at most four lines. */
function withRemembered(totals: ReadonlyMap<string, LineCount>, memory: DriverMemory): readonly (readonly [string, LineCount])[] {
  if (totals.size === 0) return [];
  const parsed = remembered.safeParse(memory.totals);
  const known: Record<string, LineCount> = {};
  if (parsed.success) {
    for (const [line, { in: came, out: went }] of Object.entries(parsed.data))
      known[line] = { ...(came === undefined ? {} : { in: came }), ...(went === undefined ? {} : { out: went }) };
  }
  for (const [line, count] of totals) known[line] = { ...known[line], ...count };
  memory.totals = known;
  return [...totals.keys()].map((line) => [line, known[line] ?? {}] as const);
}
