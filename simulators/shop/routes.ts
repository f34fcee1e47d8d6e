import { along, distance, isInside, type Point } from '../layout/geometry.ts';
import type { Layout, ZonePlace } from '../layout/layout.ts';

export interface Routes {
  /** Corners of the way from one point to another through neighbouring zones, without the start. */
  way(from: Point, to: Point): Point[];
  /** The zone that holds a point; null outside of all. */
  zoneAt(point: Point): string | null;
}

/** Finds ways along zone neighbourhood: a zone is left through the piece of border that it shares with the next. */
export function createRoutes(layout: Layout): Routes {
  const zones = [...layout.zones.values()];
  const zoneAt = (point: Point): string | null => zones.find((zone) => isInside(point, zone.polygon))?.id ?? null;
  const borders = new Map<string, readonly Point[]>();
  const border = (a: ZonePlace, b: ZonePlace): readonly Point[] => {
    const key = `${a.id} ${b.id}`;
    const known = borders.get(key) ?? sharedBorder(a, b);
    borders.set(key, known);
    return known;
  };
  const way = (from: Point, to: Point): Point[] => {
    const start = nearest(zones, zoneAt(from), from);
    const end = nearest(zones, zoneAt(to), to);
    const corners: Point[] = [];
    let here = from;
    let zone = start;
    for (const id of pathBetween(layout, start.id, end.id).slice(1)) {
      const next = layout.zones.get(id);
      if (!next) break;
      here = bestOf(border(zone, next), here, to);
      corners.push(here);
      zone = next;
    }
    return [...corners, to];
  };
  return { way, zoneAt };
}

function nearest(zones: readonly ZonePlace[], id: string | null, point: Point): ZonePlace {
  return zones.reduce((best, zone) => {
    if (best.id === id || zone.id === id) return zone.id === id ? zone : best;
    return distance(zone.middle, point) < distance(best.middle, point) ? zone : best;
  });
}

/** Zone ids of a shortest path, both ends included; only the start when there is none. */
function pathBetween(layout: Layout, start: string, end: string): string[] {
  const cameFrom = new Map<string, string | null>([[start, null]]);
  const queue = [start];
  for (let id = queue.shift(); id !== undefined && id !== end; id = queue.shift()) {
    for (const next of layout.zones.get(id)?.neighbours ?? []) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, id);
      queue.push(next);
    }
  }
  const path: string[] = [];
  for (let id: string | null = cameFrom.has(end) ? end : start; id !== null; id = cameFrom.get(id) ?? null) path.unshift(id);
  return path;
}

/** Points of the border of `a` that lie at most 30 cm from `b`; the point half-way when the two do not touch. */
function sharedBorder(a: ZonePlace, b: ZonePlace): Point[] {
  const near = (point: Point): boolean =>
    [
      [0.3, 0],
      [-0.3, 0],
      [0, 0.3],
      [0, -0.3],
    ].some(([dx = 0, dy = 0]) => isInside([point[0] + dx, point[1] + dy], b.polygon));
  const points: Point[] = [];
  for (const [index, corner] of a.polygon.entries()) {
    const next = a.polygon[(index + 1) % a.polygon.length] ?? corner;
    for (let step = 0.5; step < 12; step++) {
      const point = along(corner, next, step / 12);
      if (near(point)) points.push(point);
    }
  }
  return points.length > 0 ? points : [along(a.middle, b.middle, 0.5)];
}

function bestOf(points: readonly Point[], from: Point, to: Point): Point {
  const cost = (point: Point): number => distance(from, point) + distance(point, to);
  return points.reduce((best, point) => (cost(point) < cost(best) ? point : best));
}
