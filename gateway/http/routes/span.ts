import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { timeQuery } from './route-schema.ts';

/** A question over more than this would keep the reader busy for everyone else. */
const LONGEST_SPAN_MS = 400 * 86_400_000;

/** `from` and `to` of a question about the past; `usual` says in words what an absent `from` stands for. */
export const spanQuery = (usual: string) =>
  z.object({
    from: timeQuery.optional().describe(`Epoch ms; ${usual} when absent`),
    to: timeQuery.optional().describe('Epoch ms; now when absent'),
  });

/** Store-local dates of a question about whole days. */
export const daysQuery = z.object({
  from: z.iso.date().optional().describe('Store-local day, the first; six days before `to` when absent'),
  to: z.iso.date().optional().describe('Store-local day, the last; today when absent'),
});

interface Asked {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The span asked for; throws INPUT_INVALID for one of more than 400 days or one turned around. `usualMs`: its length without `from`. */
export function spanOf(query: Asked, now: number, usualMs: number): { readonly from: number; readonly to: number } {
  const to = query.to ?? now;
  const from = query.from ?? Math.max(0, to - usualMs);
  if (from > to) throw new GatewayError('INPUT_INVALID', '`from` is later than `to`.');
  if (to - from > LONGEST_SPAN_MS) throw new GatewayError('INPUT_INVALID', 'The span from `from` to `to` may be 400 days at most.');
  return { from, to };
}
