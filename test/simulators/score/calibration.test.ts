import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../simulators/score/calibration.ts';

const said = (confidence: number, isRight: boolean) => ({ confidence, isRight });
const many = (count: number, confidence: number, right: number) =>
  Array.from({ length: count }, (_, index) => said(confidence, index < right));

describe('the confidence of statements', () => {
  it('is judged by its mean squared error', () => {
    expect(calibrate([said(0.8, true), said(0.8, false)], 2).brier).toBeCloseTo((0.04 + 0.64) / 2);
    expect(calibrate([], 2).brier).toBeNull();
  });

  it('gives the part of the truth that the surest statements find at 95 % right', () => {
    const statements = [...many(20, 0.9, 19), ...many(20, 0.5, 10)];
    expect(calibrate(statements, 50).recallAtPrecision95).toBeCloseTo(19 / 50);
    expect(calibrate(many(20, 0.9, 18), 50).recallAtPrecision95).toBe(0);
    expect(calibrate(statements, 0).recallAtPrecision95).toBeNull();
  });

  it('takes statements of equal confidence together: no order among them helps', () => {
    expect(calibrate([said(0.7, true), said(0.7, false)], 2).recallAtPrecision95).toBe(0);
  });

  it('puts certainty into the last decile', () => {
    const { reliability } = calibrate([said(1, true), said(0.95, false), said(0, false)], 3);
    expect(reliability).toHaveLength(10);
    expect(reliability[9]).toMatchObject({ statements: 2, right: 0.5 });
    expect(reliability[9]?.meanConfidence).toBeCloseTo(0.975);
    expect(reliability[0]).toMatchObject({ statements: 1, right: 0 });
    expect(reliability[5]).toMatchObject({ statements: 0, right: null, meanConfidence: null });
  });
});
