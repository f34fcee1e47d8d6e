import { describe, expect, test } from 'vitest';
import { weighIn } from '../../../gateway/domain/shelves/weigh-in.ts';
import { grams } from '../../../gateway/domain/units.ts';

/** `count` items of this weight, of which the given number is in doubt. */
const product = (each: number, count: number, doubted = 0) => ({
  grams: grams(each),
  count,
  fewer: () => Array.from({ length: count }, (_, i) => (i < doubted ? 0.4 : 5)),
});

describe('tags and scale together', () => {
  test.each([
    { given: 'both say the same', products: [product(240, 4)], total: 960, counts: [4], unexplained: 0 },
    { given: 'a scale drifts by less than half an item', products: [product(240, 4)], total: 1_050, counts: [4], unexplained: 0 },
    { given: 'an item more is weighed', products: [product(240, 4)], total: 1_200, counts: [5], unexplained: 0 },
    { given: 'an item less is weighed', products: [product(240, 4)], total: 720, counts: [3], unexplained: 0 },
    {
      given: 'the lighter of two products is gone',
      products: [product(240, 4), product(90, 5)],
      total: 1_320,
      counts: [4, 4],
      unexplained: 0,
    },
    { given: 'one of each is gone', products: [product(240, 4, 1), product(90, 5, 1)], total: 1_080, counts: [3, 4], unexplained: 0 },
    {
      given: 'equal weights: the doubted item is gone',
      products: [product(100, 3), product(100, 3, 1)],
      total: 500,
      counts: [3, 2],
      unexplained: 0,
    },
    { given: 'nothing weighs what is missing', products: [product(500, 3)], total: 1_290, counts: [3], unexplained: 0 },
    { given: 'somebody leans on it', products: [product(240, 4)], total: 9_000, counts: [4], unexplained: 8_040 },
    { given: 'it was tared with goods on it', products: [product(240, 4)], total: -600, counts: [4], unexplained: -1_560 },
    { given: 'no product is planned', products: [], total: 100, counts: [], unexplained: 0 },
  ])('$given', ({ products, total, counts, unexplained }) => {
    expect(weighIn(products, grams(total))).toEqual({ counts, unexplained });
  });
});
