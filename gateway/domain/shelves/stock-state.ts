import type { StockState } from '../events.ts';
import type { Facing } from '../shop.ts';

/**
 * What a place is: `out` from the given probability of being empty on, and until that falls to a half; `low` at or below the plan's minimum, or
 * at a third of the plan where it names no minimum; else `ok`.
 */
export const stockState = (
  count: number,
  none: number,
  plan: Pick<Facing, 'minimum' | 'facings'>,
  before: StockState | null,
  outAt: number,
): StockState => {
  if (count <= 0 && none > (before === 'out' ? 0.5 : outAt)) return 'out';
  return count <= (plan.minimum > 0 ? plan.minimum : plan.facings / 3) ? 'low' : 'ok';
};
