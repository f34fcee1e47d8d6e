import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReorderBuffer } from '../../../gateway/domain/arrival/reorder-buffer.ts';
import type { TagRead } from '../../../gateway/domain/readings.ts';
import { dbm, instant } from '../../../gateway/domain/units.ts';
import { at, epc, OPENING, read } from '../support.ts';

const WAIT = 500;
const held = (second: number, antenna = 'walls:1', n = 1, rssi = -50): TagRead => ({
  ...read(second, antenna, epc(n), rssi),
  receivedAt: instant(at(second) + WAIT),
});

const handed = (buffer: ReturnType<typeof createReorderBuffer>, second: number): TagRead[] => {
  const reads: TagRead[] = [];
  buffer.release(at(second), (each) => reads.push(each));
  return reads;
};

describe('the reorder buffer', () => {
  test('hands over in the order of time, once what was due before now', () => {
    const buffer = createReorderBuffer();
    buffer.release(at(0), () => {});
    for (const second of [0.3, 0.1, 0.2, 0.25]) buffer.hold(held(second));
    expect(handed(buffer, 0.6)).toEqual([]);
    expect(handed(buffer, 0.75).map((each) => (each.at - OPENING) / 1_000)).toEqual([0.1, 0.2]);
    expect(handed(buffer, 30).map((each) => (each.at - OPENING) / 1_000)).toEqual([0.25, 0.3]);
    expect(handed(buffer, 60)).toEqual([]);
  });

  test('breaks ties by device, antenna and tag, whatever came first', () => {
    const tied = [held(1, 'gate:2', 1), held(1, 'walls:1', 2), held(1, 'walls:1', 1), held(1, 'gate:1', 3)];
    fc.assert(
      fc.property(fc.shuffledSubarray(tied, { minLength: 4 }), (shuffled) => {
        const buffer = createReorderBuffer();
        buffer.release(at(0), () => {});
        for (const each of shuffled) buffer.hold(each);
        expect(handed(buffer, 2)).toEqual([tied[3], tied[0], tied[2], tied[1]]);
      }),
    );
  });

  test('hands over the stronger of two reports of one read', () => {
    for (const signals of [
      [-50, -60],
      [-60, -50],
      [-50, -50],
    ]) {
      const buffer = createReorderBuffer();
      buffer.release(at(0), () => {});
      for (const rssi of signals) buffer.hold(held(1, 'walls:1', 1, rssi));
      expect(handed(buffer, 2).map(({ rssi }) => rssi)).toEqual([dbm(-50)]);
    }
  });

  test('takes two reads for two when the reader told no time', () => {
    const buffer = createReorderBuffer();
    buffer.release(at(0), () => {});
    for (const each of [held(1), held(1)]) buffer.hold({ ...each, reportedAt: null });
    expect(handed(buffer, 2)).toHaveLength(2);
  });

  test('loses nothing and keeps the order, over pauses, restores and any arrivals inside the window', () => {
    const arrivals = fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: WAIT }), fc.nat(5)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(arrivals, fc.nat(60), (list, cut) => {
        const inOrder = list.map(([ms, delay, n]) => ({ ms, come: ms + delay, n })).sort((a, b) => a.come - b.come);
        let buffer = createReorderBuffer();
        const out: TagRead[] = [];
        inOrder.forEach(({ ms, come, n }, i) => {
          if (i === cut) buffer = createReorderBuffer(JSON.parse(JSON.stringify(buffer.save())));
          buffer.release(at(come / 1_000), (each) => out.push(each));
          buffer.hold({ ...held(ms / 1_000, 'walls:1', n), reportedAt: null });
        });
        buffer.release(at(100_000), (each) => out.push(each));
        expect(out).toHaveLength(list.length);
        expect(out.map((each) => each.at)).toEqual(out.map((each) => each.at).sort((a, b) => a - b));
      }),
    );
  });
});
