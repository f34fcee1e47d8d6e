import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isotonic, type Knot, onCurve } from '../../../gateway/domain/calibration/isotonic.ts';

const knot = (claimed: number, measured: number, weight = 1): Knot => ({ claimed, measured, weight });

describe('a curve that never falls', () => {
  test.each([
    { name: 'keeps what rises', given: [knot(0.2, 0.1), knot(0.6, 0.5)], gives: [0.1, 0.5] },
    { name: 'pools two that fall', given: [knot(0.2, 0.6), knot(0.6, 0.2)], gives: [0.4, 0.4] },
    { name: 'pools by weight', given: [knot(0.2, 0.6, 3), knot(0.6, 0.2, 1)], gives: [0.5, 0.5] },
    {
      name: 'pools backwards when the pool falls below the one before it',
      given: [knot(0.1, 0.3), knot(0.2, 0.5), knot(0.3, 0.1), knot(0.9, 0.9)],
      gives: [0.3, 0.3, 0.3, 0.9],
    },
    { name: 'of nothing is nothing', given: [], gives: [] },
  ])('$name', ({ given, gives }) => {
    expect(isotonic(given).map(({ measured }) => measured)).toEqual(gives.map((value) => expect.closeTo(value)));
  });

  const knots = fc
    .array(fc.record({ measured: fc.double({ min: 0, max: 1, noNaN: true }), weight: fc.integer({ min: 1, max: 100 }) }), {
      minLength: 1,
      maxLength: 10,
    })
    .map((list) => list.map((one, i) => ({ ...one, claimed: (i + 0.5) / list.length })));

  test('rises, keeps the weighted mean, and gives probabilities in the order of the claims', () => {
    fc.assert(
      fc.property(knots, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (given, a, b) => {
        const curve = isotonic(given);
        const mean = (list: readonly Knot[]) => list.reduce((sum, one) => sum + one.measured * one.weight, 0);
        expect(mean(curve)).toBeCloseTo(mean(given));
        const low = onCurve(curve, Math.min(a, b));
        const high = onCurve(curve, Math.max(a, b));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(high + 1e-9);
      }),
    );
  });
});

describe('a claim on the curve', () => {
  const diagonal = [knot(0.05, 0.05), knot(0.5, 0.5), knot(0.95, 0.95)];
  test.each([0, 0.01, 0.3, 0.77, 0.99, 1])('is itself on the diagonal: %d', (claimed) => {
    expect(onCurve(diagonal, claimed)).toBeCloseTo(claimed);
  });
  test('is itself where nothing was learned', () => expect(onCurve([], 0.42)).toBe(0.42));
  test('lies between its neighbours, and in proportion beyond the last', () => {
    const curve = [knot(0.2, 0.1), knot(0.6, 0.5), knot(0.9, 0.6)];
    expect(onCurve(curve, 0.4)).toBeCloseTo(0.3);
    expect(onCurve(curve, 0.99)).toBeCloseTo(0.66);
    expect(onCurve(curve, 0.1)).toBeLessThan(0.1);
  });
});
