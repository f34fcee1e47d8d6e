import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign } from '../../../simulators/score/assignment.ts';
import { matchOneToOne } from '../../../simulators/score/match.ts';

const same = { truth: () => '', claim: () => '' };
const within =
  (reach: number) =>
  (truth: number, claim: number): number | null =>
    Math.abs(truth - claim) <= reach ? Math.abs(truth - claim) : null;

/** All ways to give rows columns, one after the other: what the method is compared with. */
function bestByTrying(costs: readonly (readonly number[])[], row = 0, used: readonly number[] = []): { pairs: number; cost: number } {
  const line = costs[row];
  if (line === undefined) return { pairs: 0, cost: 0 };
  let best = bestByTrying(costs, row + 1, used);
  for (const [column, cost] of line.entries()) {
    if (!Number.isFinite(cost) || used.includes(column)) continue;
    const rest = bestByTrying(costs, row + 1, [...used, column]);
    const here = { pairs: rest.pairs + 1, cost: rest.cost + cost };
    if (here.pairs > best.pairs || (here.pairs === best.pairs && here.cost < best.cost)) best = here;
  }
  return best;
}

describe('matching one to one', () => {
  it('pairs as many as possible, where taking the nearest pair first would lose one', () => {
    const pairs = matchOneToOne([0, 15], [14, 29], same, within(20));
    expect(pairs).toEqual([
      { truth: 0, claim: 14 },
      { truth: 15, claim: 29 },
    ]);
  });

  it('among equally many pairs takes the cheapest', () => {
    expect(matchOneToOne([10], [4, 12, 30], same, within(20))).toEqual([{ truth: 10, claim: 12 }]);
    expect(matchOneToOne([10, 12], [11], same, within(20))).toHaveLength(1);
  });

  it('with a price of being alone leaves one out where that makes the others fit better', () => {
    const chain = [
      { truth: 10, claim: 9 },
      { truth: 20, claim: 19 },
    ];
    expect(matchOneToOne([0, 10, 20], [9, 19, 29], same, within(10))).toHaveLength(3);
    expect(matchOneToOne([0, 10, 20], [9, 19, 29], same, within(10), 10)).toEqual(chain);
  });

  it('never pairs across keys or beyond what the cost allows', () => {
    const keys = { truth: (n: number) => String(n % 2), claim: (n: number) => String(n % 2) };
    expect(matchOneToOne([1, 4], [2, 7], keys, within(3))).toEqual([{ truth: 4, claim: 2 }]);
  });

  it('finds the same as trying everything, whatever the costs', () => {
    const cost = fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 20 }));
    const table = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(cost, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
      );
    fc.assert(
      fc.property(table, (costs) => {
        const columns = assign(costs);
        const taken = columns.flatMap((column, row) => (column < 0 ? [] : [costs[row]?.[column] ?? Infinity]));
        expect(new Set(columns.filter((column) => column >= 0)).size).toBe(taken.length);
        expect({ pairs: taken.length, cost: taken.reduce((sum, each) => sum + each, 0) }).toEqual(bestByTrying(costs));
      }),
    );
  });
});
