import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addCorner,
  addZone,
  type Draft,
  dropZone,
  isCrossed,
  moveCorner,
  moveZone,
  type Point,
  putPlace,
  removeCorner,
  resize,
  snapped,
} from '../../../dashboards/web/state/plan-draft.ts';

const SQUARE: readonly Point[] = [
  [1, 1],
  [3, 1],
  [3, 3],
  [1, 3],
];
const draft: Draft = {
  plan: { width: 10, height: 8, picture: null },
  zones: [{ id: 'tea', name: {}, kind: 'shelf', polygon: SQUARE }],
  places: [{ key: 'device:till', kind: 'device', device: 'till', port: null, name: {}, section: null, zone: 'tea', at: [2, 2] }],
};
const polygonOf = ({ zones }: Draft): readonly Point[] => zones[0]?.polygon ?? [];

describe('a plan as it is drawn', () => {
  it('puts points on corners that are near, else on the grid, always inside', () => {
    expect(snapped(draft, [3.05, 1.05], 0.5, 0.2)).toEqual([3, 1]);
    expect(snapped(draft, [3.3, 1.3], 0.5, 0.2)).toEqual([3.5, 1.5]);
    expect(snapped(draft, [3.05, 1.05], 0, 0)).toEqual([3.05, 1.05]);
    // Its own corners do not hold a zone fast.
    expect(snapped(draft, [3.05, 1.05], 0.25, 0.2, 'tea')).toEqual([3, 1]);
    expect(snapped(draft, [3.2, 1.2], 0.25, 0.5, 'tea')).toEqual([3.25, 1.25]);
    expect(snapped(draft, [11, -1], 0.25, 0.2)).toEqual([10, 0]);
  });

  it('adds a corner half way to the next, takes one away, keeps three', () => {
    const more = addCorner(draft, 'tea', 3);
    expect(polygonOf(more)).toEqual([...SQUARE, [1, 2]]);
    expect(polygonOf(removeCorner(more, 'tea', 4))).toEqual(SQUARE);
    const three = removeCorner(draft, 'tea', 0);
    expect(removeCorner(three, 'tea', 0)).toEqual(three);
  });

  it('grows with its scale, with what is drawn or without', () => {
    expect(resize(draft, 2, true)).toMatchObject({ plan: { width: 20, height: 16 }, places: [{ at: [4, 4] }] });
    expect(polygonOf(resize(draft, 2, true))[2]).toEqual([6, 6]);
    expect(resize(draft, 2, false)).toEqual({ ...draft, plan: { width: 20, height: 16, picture: null } });
  });

  it('names a new zone as none is named, and drops only what is not in the file', () => {
    const { draft: two, id } = addZone(draft, SQUARE);
    expect(id).toBe('zone-2');
    expect(addZone(two, SQUARE).id).toBe('zone-3');
    expect(dropZone(two, id)).toEqual(draft);
    expect(dropZone(two, 'tea')).toEqual(two);
  });

  it('tells edges that cross', () => {
    expect(isCrossed(SQUARE)).toBe(false);
    expect(isCrossed([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]] as Point[])).toBe(true);
    expect(isCrossed(SQUARE.slice(0, 3))).toBe(false);
  });

  it('stays on the plan and keeps the form of a zone wherever things are moved', () => {
    const far = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(far, far, (x, y) => {
        const moved = moveZone(draft, 'tea', [x, y]);
        const [a, b] = polygonOf(moved);
        expect((b?.[0] ?? 0) - (a?.[0] ?? 0)).toBeCloseTo(2, 1);
        const all = [
          ...polygonOf(moved),
          ...polygonOf(moveCorner(draft, 'tea', 1, [x, y])),
          putPlace(draft, 'device:till', [x, y]).places[0]?.at,
        ];
        for (const point of all) {
          expect(point?.[0]).toSatisfy((value: number) => value >= 0 && value <= 10);
          expect(point?.[1]).toSatisfy((value: number) => value >= 0 && value <= 8);
        }
      }),
    );
  });
});
