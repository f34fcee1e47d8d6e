import { describe, expect, it } from 'vitest';
import { boxOf, wrapLabel } from '../../../dashboards/web/parts/plan-geometry.ts';

describe('labels on the floor plan', () => {
  it.each([
    ['Tea', 6, 1, ['Tea']],
    ['Coffee wall', 5, 2, ['Coffee', 'wall']],
    ['Entrance', 3.5, 2, ['Entra…']],
    ['Coffee wall and roastery', 5, 2, ['Coffee', 'wall an…']],
    ['咖啡與茶專區', 4, 2, ['咖啡與茶', '專區']],
    ['咖啡與茶專區', 4, 1, ['咖啡與…']],
  ])('breaks %s at %d em into %d lines', (text, width, lines, expected) => {
    expect(wrapLabel(text, width, lines)).toEqual(expected);
  });

  it('stand in the box around a polygon of any form', () => {
    expect(
      boxOf([
        [2, 1],
        [6, 3],
        [4, 9],
      ]),
    ).toEqual({ x: 2, y: 1, width: 4, height: 8 });
  });
});
