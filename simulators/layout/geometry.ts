/** [x, y] in plan units, taken as metres. */
export type Point = readonly [number, number];

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** The point `share` of the way from a to b. */
export const along = (a: Point, b: Point, share: number): Point => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];

/** Mean of the corners: good enough as the middle of the convex zones that shops have. */
export function middle(corners: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const corner of corners) {
    x += corner[0] / corners.length;
    y += corner[1] / corners.length;
  }
  return [x, y];
}

/** Even-odd rule; a point on an edge may be told either way. */
export function isInside(point: Point, corners: readonly Point[]): boolean {
  let inside = false;
  let previous = corners[corners.length - 1];
  for (const corner of corners) {
    if (
      previous &&
      corner[1] > point[1] !== previous[1] > point[1] &&
      point[0] < ((previous[0] - corner[0]) * (point[1] - corner[1])) / (previous[1] - corner[1]) + corner[0]
    ) {
      inside = !inside;
    }
    previous = corner;
  }
  return inside;
}
