import { describe, expect, test } from 'vitest';
import { createGapLaw } from '../../../gateway/domain/visits/gap-law.ts';
import { createLagLaw } from '../../../gateway/domain/visits/lag-law.ts';
import { createStayLaw, LEADS } from '../../../gateway/domain/visits/stay-law.ts';

/** Gaps of a door at which parties walk `within` ms apart and come `between` ms apart, in turn. */
const door = (within: number, between: number, times: number) => {
  const gaps = createGapLaw();
  for (let i = 0; i < times; i++) {
    gaps.learn(within * (0.8 + 0.1 * (i % 5)));
    gaps.learn(between * (0.5 + 0.25 * (i % 5)));
  }
  return gaps;
};

describe('the law of gaps at the door', () => {
  test('takes a second for one party and five for two, before it has learned anything', () => {
    const gaps = createGapLaw();
    expect(gaps.apart(1_000)).toBeLessThan(-2);
    expect(gaps.apart(5_000)).toBeGreaterThan(2);
    expect(gaps.threshold()).toBeGreaterThan(1_400);
    expect(gaps.threshold()).toBeLessThan(2_600);
  });

  test('learns where people of one party walk further apart', () => {
    expect(door(2_000, 90_000, 60).threshold()).toBeGreaterThan(createGapLaw().threshold() + 400);
    expect(door(500, 90_000, 60).threshold()).toBeLessThan(createGapLaw().threshold() - 400);
  });

  test('parts sooner where parties follow close upon each other', () => {
    expect(door(1_000, 9_000, 60).threshold()).toBeLessThan(door(1_000, 300_000, 60).threshold());
  });

  test('never takes half a minute for a party, whatever it was taught', () => {
    const gaps = createGapLaw();
    for (let i = 0; i < 500; i++) gaps.learn(4_000);
    expect(gaps.widest()).toBeLessThanOrEqual(4_500);
    expect(gaps.apart(30_000)).toBeGreaterThan(0);
  });

  test('takes two heads in one message for one party rather than for two', () => {
    expect(createGapLaw().apart(0)).toBeLessThan(0);
  });

  test('goes on after a restart as if there had been none', () => {
    const gaps = door(1_500, 60_000, 20);
    expect(createGapLaw(gaps.save()).threshold()).toBe(gaps.threshold());
  });
});

describe('the law of stays', () => {
  test('is a density: what ends and what lasts add up to 1', () => {
    const stays = createStayLaw();
    let ended = 0;
    for (let s = 3.5; s < 1_000; s++) ended += Math.exp(stays.ends('', s));
    expect(ended + Math.exp(stays.lasts('', 1_000))).toBeCloseTo(1, 2);
  });

  test('cannot end within three seconds, and then never lasts less than that', () => {
    expect(createStayLaw().ends('', 2)).toBe(Number.NEGATIVE_INFINITY);
    expect(createStayLaw().lasts('', 3)).toBe(0);
  });

  test('stays finite for a visit of a week', () => {
    expect(Number.isFinite(createStayLaw().lasts('', 604_800))).toBe(true);
  });

  test('learns the shop’s own, and lends it to a part of the day that has seen little', () => {
    const stays = createStayLaw();
    for (let i = 0; i < 200; i++) stays.learn('noon-', 90 + (i % 20), 1);
    expect(stays.median('noon-')).toBeLessThan(120);
    expect(stays.median('evening-')).toBeLessThan(130);
    for (let i = 0; i < 200; i++) stays.learn('evening-', 900, 1);
    expect(stays.median('evening-')).toBeGreaterThan(700);
    expect(stays.median('noon-')).toBeLessThan(140);
  });

  test('is bounded: a minute to two hours', () => {
    const stays = createStayLaw();
    for (let i = 0; i < 500; i++) stays.learn('', 5, 1);
    expect(stays.median('')).toBeCloseTo(60);
    for (let i = 0; i < 5_000; i++) stays.learn('', 90_000, 1);
    expect(stays.median('')).toBeCloseTo(7_200);
  });

  test('has its own first guess and bounds for the time to the first pick', () => {
    const leads = createStayLaw([], LEADS);
    expect(leads.median('')).toBeCloseTo(90);
    for (let i = 0; i < 500; i++) leads.learn('', 4, 1);
    expect(leads.median('')).toBeCloseTo(20);
  });

  test('believes an unsure visit less', () => {
    const [sure, unsure] = [createStayLaw(), createStayLaw()];
    for (let i = 0; i < 10; i++) {
      sure.learn('', 100, 1);
      unsure.learn('', 100, 0.2);
    }
    expect(sure.median('')).toBeLessThan(unsure.median(''));
  });
});

describe('the lag of a card reader', () => {
  test('is learned for each place: a gate sees cards before the counter, a desk after it', () => {
    const lags = createLagLaw();
    const gate = { key: 'gate#1', isRadio: true };
    const desk = { key: 'desk', isRadio: false };
    for (let i = 0; i < 20; i++) {
      lags.learn(gate, 2_000 + (i % 3) * 100);
      lags.learn(desk, -4_000 + (i % 3) * 100);
    }
    expect(lags.isUsual(gate, 2_100)).toBe(true);
    expect(lags.isUsual(gate, -2_500)).toBe(false);
    expect(lags.isUsual(desk, -3_900)).toBe(true);
    expect(lags.fits(gate, 2_000)).toBeGreaterThan(lags.fits(gate, 0));
  });

  test('is guessed by its kind before it has seen anybody: shown cards come later than heard ones', () => {
    const lags = createLagLaw();
    expect(lags.isUsual({ key: 'desk', isRadio: false }, -6_000)).toBe(true);
    expect(lags.isUsual({ key: 'gate#1', isRadio: true }, -6_000)).toBe(false);
    expect(lags.isUsual({ key: 'gate#1', isRadio: true }, 3_000)).toBe(true);
  });
});
