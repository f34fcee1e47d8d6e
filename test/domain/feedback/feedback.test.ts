import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../gateway/domain/feedback/answer.ts';
import { netPromoters, stanceOf } from '../../../gateway/domain/feedback/promoters.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import type { Shop } from '../../../gateway/domain/shop.ts';
import { createRandom } from '../../../simulators/random.ts';
import { at, card, device, happenings, only, shopOf, zone } from '../support.ts';

test.each([
  ['smiley-1', { scale: 'smileys', score: 1 }],
  ['smiley-5', { scale: 'smileys', score: 5 }],
  ['nps-0', { scale: 'nps', score: 0 }],
  ['nps-10', { scale: 'nps', score: 10 }],
  ['smiley-0', null],
  ['smiley-6', null],
  ['nps-11', null],
  ['nps-07', null],
  ['help', null],
  ['nps', null],
  ['constructor-1', null],
  ['', null],
])('the button "%s" answers %o', (button, answer) => {
  expect(answerOf(button)).toEqual(answer);
});

const terminal = device('terminal');
const press = (second: number, button: string): Reading => ({
  kind: 'button',
  device: terminal,
  button,
  at: at(second),
  reportedAt: at(second),
  receivedAt: at(second),
});
const heard = (readings: readonly Reading[], changes: Partial<Shop> = {}) => {
  const shop = shopOf(changes);
  const events = happenings({ ...shop, standsIn: new Map([...shop.standsIn, [terminal, zone('wall')]]) }, readings, 120);
  return { given: only(events, 'feedback.given'), pressed: only(events, 'button.pressed') };
};

describe('an answer', () => {
  test('is told with its zone and with the one visit that is there', () => {
    const { given, pressed } = heard([card(1, 'door-card', 'anna'), card(10, 'wall-card', 'anna'), press(20, 'smiley-4')]);
    expect(given).toMatchObject([{ at: at(20), device: 'terminal', zone: 'wall', visit: 'v-2026-03-02-1', scale: 'smileys', score: 4 }]);
    expect(pressed).toEqual([]);
  });

  test.each([
    { who: 'nobody is known to be there', readings: [card(1, 'door-card', 'anna')] },
    {
      who: 'several are',
      readings: ['anna', 'ben'].flatMap((name, i) => [card(1 + i, 'door-card', name), card(10 + i, 'wall-card', name)]),
    },
  ])('is nobody’s where $who', ({ readings }) => {
    expect(heard([...readings, press(20, 'nps-3')]).given).toMatchObject([{ visit: null, scale: 'nps', score: 3 }]);
  });

  test('counts once for one hand; what follows within five seconds is a press', () => {
    const { given, pressed } = heard([press(1, 'smiley-5'), press(2, 'smiley-1'), press(6, 'smiley-1'), press(12, 'smiley-2')]);
    expect(given.map(({ score }) => score)).toEqual([5, 2]);
    expect(pressed.map(({ button }) => button)).toEqual(['smiley-1', 'smiley-1']);
  });

  test('may come from a button with a name of its own; other buttons stay presses', () => {
    const buttons = new Map([[terminal, new Map([['single', 'smiley-5']])]]);
    const { given, pressed } = heard([press(1, 'single'), press(10, 'double')], { buttons });
    expect(given).toMatchObject([{ score: 5 }]);
    expect(pressed).toMatchObject([{ button: 'double', zone: 'wall' }]);
  });
});

describe('the net promoter score', () => {
  test('sorts answers as its authors do', () => {
    expect(Array.from({ length: 11 }, (_, score) => stanceOf(score)[0]).join('')).toBe('dddddddpppp');
    expect([6, 7, 8, 9].map(stanceOf)).toEqual(['detractor', 'passive', 'passive', 'promoter']);
  });

  test('is promoters less detractors, with an interval even where all say the same', () => {
    expect(netPromoters({ promoter: 60, passive: 20, detractor: 20 })).toMatchObject({ score: 40 });
    const few = netPromoters({ promoter: 3, passive: 0, detractor: 0 });
    expect(few?.score).toBe(100);
    expect(few?.low).toBeLessThan(40);
    expect(netPromoters({ promoter: 0, passive: 0, detractor: 0 })).toBeNull();
  });

  test('has an interval that holds the truth in 19 of 20 samples, of few answers too', () => {
    const runs = 1_000;
    for (const answers of [15, 80]) {
      const random = createRandom(answers, 'nps');
      let covered = 0;
      for (let run = 0; run < runs; run++) {
        const counts = { promoter: 0, passive: 0, detractor: 0 };
        for (let i = 0; i < answers; i++)
          counts[(['promoter', 'passive', 'detractor'] as const)[random.weighted([0.5, 0.3, 0.2])] ?? 'passive']++;
        const net = netPromoters(counts);
        if (net !== null && net.low <= 30 && net.high >= 30) covered++;
      }
      expect(covered / runs).toBeGreaterThan(0.93);
    }
  });
});
