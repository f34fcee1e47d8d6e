import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assign } from '../../gateway/domain/assignment.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** All pairings, by trying every one: most pairs first, then least cost. */
const bestByTrial = (costs: readonly (readonly number[])[], row = 0, used: readonly number[] = []): { pairs: number; cost: number } => {
  const line = costs[row];
  if (line === undefined) return { pairs: 0, cost: 0 };
  let best = bestByTrial(costs, row + 1, used);
  for (const [column, cost] of line.entries()) {
    if (used.includes(column) || !Number.isFinite(cost)) continue;
    const rest = bestByTrial(costs, row + 1, [...used, column]);
    const here = { pairs: rest.pairs + 1, cost: rest.cost + cost };
    if (here.pairs > best.pairs || (here.pairs === best.pairs && here.cost < best.cost - 1e-9)) best = here;
  }
  return best;
};

const worth = (costs: readonly (readonly number[])[], columns: readonly number[]) => {
  const taken = columns.flatMap((column, row) => (column < 0 ? [] : [costs[row]?.[column] ?? NEVER]));
  return { pairs: taken.length, cost: taken.reduce((a, b) => a + b, 0) };
};

describe('assign', () => {
  test.each([
    { given: 'nothing', costs: [], columns: [] },
    { given: 'rows without columns', costs: [[], []], columns: [-1, -1] },
    { given: 'one pair', costs: [[3]], columns: [0] },
    {
      given: 'a greedy trap: the cheapest pair is not in the cheapest pairing',
      costs: [
        [1, 2],
        [2, 9],
      ],
      columns: [1, 0],
    },
    { given: 'more columns than rows', costs: [[5, 4, 1]], columns: [2] },
    { given: 'more rows than columns', costs: [[5], [1], [3]], columns: [-1, 0, -1] },
    {
      given: 'a forbidden pair',
      costs: [
        [NEVER, 1],
        [NEVER, 2],
      ],
      columns: [1, -1],
    },
    { given: 'only forbidden pairs', costs: [[NEVER]], columns: [-1] },
    {
      given: 'gains, which are negative costs',
      costs: [
        [-4, -1],
        [-5, -4],
      ],
      columns: [0, 1],
    },
  ])('pairs $given', ({ costs, columns }) => {
    expect(assign(costs)).toEqual(columns);
  });

  test('takes as many pairs as are allowed, at the least cost, as trying them all shows', () => {
    const cell = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -50, max: 50 }) }, { weight: 1, arbitrary: fc.constant(NEVER) });
    const table = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
      );
    fc.assert(
      fc.property(table, (costs) => {
        const columns = assign(costs);
        const used = columns.filter((column) => column >= 0);
        expect(new Set(used).size).toBe(used.length);
        expect(worth(costs, columns)).toEqual(bestByTrial(costs));
      }),
    );
  });

  test('handles the largest table that a door sees in no time', () => {
    const costs = Array.from({ length: 10 }, (_, row) => Array.from({ length: 10 }, (_, column) => ((row * 7 + column * 13) % 23) - 5));
    const columns = assign(costs);
    expect(new Set(columns).size).toBe(10);
  });
});
