import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { createClock } from '../../gateway/pipeline/clock.ts';
import { createPseudonyms } from '../../gateway/pipeline/pseudonyms.ts';
import { createRecentReads } from '../../gateway/pipeline/recent-reads.ts';

describe('receive time', () => {
  const clockAt = (notBefore: number) => {
    const machine = { wall: 100_000, timer: 0 };
    const clock = createClock(
      notBefore,
      () => machine.wall,
      () => machine.timer,
    );
    const pass = (ms: number, step = 0) => {
      machine.timer += ms;
      machine.wall += ms + step;
      return clock();
    };
    return { clock, pass };
  };

  test('follows the machine’s clock', () => {
    const { clock, pass } = clockAt(0);
    expect([clock(), pass(500), pass(1_000)]).toEqual([100_000, 100_500, 101_500]);
  });

  test('goes on through a step backwards and follows a step forwards', () => {
    const { pass } = clockAt(0);
    expect(pass(1_000, -3_600_000)).toBe(101_000);
    expect(pass(1_000)).toBe(102_000);
    expect(pass(1_000, 7_200_000)).toBe(3_703_000);
  });

  test('never begins before what an earlier run has stamped', () => {
    const { clock, pass } = clockAt(500_000);
    expect(clock()).toBe(500_000);
    expect(pass(1_000)).toBe(501_000);
  });
});

describe('pseudonyms', () => {
  test('are the keyed hash that the contract says, of the card id in upper case', () => {
    const key = Buffer.alloc(32, 9);
    const expected = createHmac('sha256', key).update('loyalty:62E3086CED').digest('base64url').slice(0, 22);
    expect(createPseudonyms(key)(' 62e3086ced ')).toBe(expected);
  });

  test('of one card differ between shops', () => {
    expect(createPseudonyms(Buffer.alloc(32, 1))('A')).not.toBe(createPseudonyms(Buffer.alloc(32, 2))('A'));
  });
});

describe('recent reads', () => {
  const read = (epc: string, at: number) => ({ epc, at }) as unknown as TagRead;

  test('gives the newest of one item first and forgets the oldest of all', () => {
    const recent = createRecentReads(4);
    for (const [i, epc] of ['A', 'B', 'A', 'A', 'B', 'A'].entries()) recent.add(read(epc, i));
    expect(recent.of('A', 10).map(({ at }) => at)).toEqual([5, 3, 2]);
    expect(recent.of('A', 1).map(({ at }) => at)).toEqual([5]);
    expect(recent.of('C', 10)).toEqual([]);
  });
});
