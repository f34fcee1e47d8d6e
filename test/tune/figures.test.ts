import { expect, it } from 'vitest';
import { figuresOf, meanFigures } from '../../gateway/tune/figures.ts';

it('names every number of a score, however deep it stands', () => {
  expect(figuresOf({ composite: 0.5, visits: { f1: null, pairs: [1, 2], name: 'x' } })).toEqual({ composite: 0.5, 'visits.f1': null });
});

it('takes the mean over the recordings that had something to judge', () => {
  expect(
    meanFigures([
      { a: 1, b: null },
      { a: 0, b: 0.5, c: null },
    ]),
  ).toEqual({ a: 0.5, b: 0.5, c: null });
});
