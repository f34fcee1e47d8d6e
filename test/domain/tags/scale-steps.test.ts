import { describe, expect, test } from 'vitest';
import { createScaleSteps, explain } from '../../../gateway/domain/tags/scale-steps.ts';
import { OPENING, section, weighed } from '../support.ts';

const shelf = section('wall-1');
const weigh = (second: number, grams: number, stable = true) => {
  const reading = weighed(second, grams, stable);
  if (reading.kind !== 'weight') throw new Error('a scale weighs');
  return reading;
};

describe('a step of a scale', () => {
  const weights = new Map([
    ['shirt', 240],
    ['scarf', 120],
    ['coat', 473],
  ]);
  test.each([
    { grams: -241, taken: [['shirt', 1]] },
    { grams: 119, taken: [['scarf', 1]] },
    { grams: -946, taken: [['coat', 2]] },
    {
      grams: -713,
      taken: [
        ['shirt', 1],
        ['coat', 1],
      ],
    },
    { grams: -300, taken: null },
  ])('of $grams g is explained by what fits it best', ({ grams, taken }) => {
    expect(explain(grams, weights)).toEqual(taken);
  });

  test('prefers one item to two that weigh as much together', () => {
    expect(explain(-240, weights)).toEqual([['shirt', 1]]);
  });

  test('begins with the second steady reading, and drift is none', () => {
    const steps = createScaleSteps();
    const readings = [weigh(1, 960), weigh(2, 955), weigh(3, 700, false), weigh(4, 715), weigh(5, 716)];
    const found = readings.map((reading) => steps.weighed(shelf, reading, OPENING));
    expect(found).toEqual([null, null, null, { section: shelf, at: 4_000, grams: -240 }, null]);
  });

  test('needs more grams on a scale that is never still', () => {
    const restless = createScaleSteps();
    for (let i = 0; i < 200; i++) restless.weighed(shelf, weigh(i, 960 + (i % 2) * 7), OPENING);
    expect(restless.weighed(shelf, weigh(300, 985), OPENING)).toBeNull();
    const still = createScaleSteps();
    for (let i = 0; i < 200; i++) still.weighed(shelf, weigh(i, 960), OPENING);
    expect(still.weighed(shelf, weigh(300, 985), OPENING)).toMatchObject({ grams: 25 });
  });

  test('is found by weight, direction and time until somebody explains it or it is forgotten', () => {
    const steps = createScaleSteps();
    for (const reading of [weigh(1, 960), weigh(10, 720), weigh(70, 960)]) steps.weighed(shelf, reading, OPENING);
    expect(steps.find(shelf, 240, -1, 12_000, 5_000)).toMatchObject({ at: 10_000 });
    expect(steps.find(shelf, 240, 1, 12_000, 5_000)).toBeNull();
    expect(steps.find(shelf, 120, -1, 12_000, 5_000)).toBeNull();
    expect(steps.find(shelf, null, -1, 12_000, 5_000)).toBeNull();
    const drop = steps.find(shelf, 240, -1, 12_000, 5_000);
    if (drop !== null) steps.close(drop);
    expect(steps.open()).toHaveLength(1);
    steps.forget(70_000 + 180_001);
    expect(steps.open()).toHaveLength(0);
  });

  test('is kept over a restart', () => {
    const steps = createScaleSteps();
    for (const reading of [weigh(1, 960), weigh(10, 720)]) steps.weighed(shelf, reading, OPENING);
    const again = createScaleSteps(JSON.parse(JSON.stringify(steps.save())));
    expect(again.open()).toEqual(steps.open());
    expect(again.weighed(shelf, weigh(20, 480), OPENING)).toMatchObject({ grams: -240 });
  });
});
