import type { PlanSource } from '../../../gateway/http/contract-plan.ts';

export type Point = readonly [number, number];
export type DraftZone = Omit<PlanSource['zones'][number], 'polygon'> & {
  readonly polygon: readonly Point[];
  /** Not in the file yet. */
  readonly isNew?: boolean;
};
export type DraftPlace = Omit<PlanSource['places'][number], 'at'> & { readonly at: Point | null };

/** A plan as it is being drawn. Never changed: each step makes another one, so that steps can be taken back. */
export interface Draft {
  readonly plan: PlanSource['plan'];
  readonly zones: readonly DraftZone[];
  readonly places: readonly DraftPlace[];
}

/** Centimetres, when units are metres. */
const round = (value: number): number => Math.round(value * 100) / 100;
const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/** The point on the plan that is nearest. */
export const inside = ({ plan }: Draft, [x, y]: Point): Point => [round(clamp(x, plan.width)), round(clamp(y, plan.height))];

/**
 * A point where it was meant: on a corner that is there within `reach`, so that zones meet without gaps, else on the grid of `step`.
 * Both in plan units; 0 switches off.
 */
export function snapped(draft: Draft, point: Point, step: number, reach: number, ownZone?: string): Point {
  const corners = draft.zones.filter(({ id }) => id !== ownZone).flatMap(({ polygon }) => polygon);
  const near = corners
    .map((corner) => ({ corner, far: Math.hypot(corner[0] - point[0], corner[1] - point[1]) }))
    .filter(({ far }) => far <= reach)
    .sort((a, b) => a.far - b.far)[0];
  if (near) return near.corner;
  if (step === 0) return inside(draft, point);
  return inside(draft, [Math.round(point[0] / step) * step, Math.round(point[1] / step) * step]);
}

const withZone = (draft: Draft, id: string, change: (zone: DraftZone) => DraftZone): Draft => ({
  ...draft,
  zones: draft.zones.map((zone) => (zone.id === id ? change(zone) : zone)),
});

export const reshape = (draft: Draft, id: string, polygon: readonly Point[]): Draft =>
  withZone(draft, id, (zone) => ({ ...zone, polygon }));

export const moveCorner = (draft: Draft, id: string, corner: number, to: Point): Draft =>
  withZone(draft, id, (zone) => ({ ...zone, polygon: zone.polygon.with(corner, inside(draft, to)) }));

/** One more corner, half way to the one behind it. */
export const addCorner = (draft: Draft, id: string, after: number): Draft =>
  withZone(draft, id, (zone) => {
    const [a, b] = [zone.polygon[after], zone.polygon[(after + 1) % zone.polygon.length]];
    if (!a || !b) return zone;
    const between = inside(draft, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
    return { ...zone, polygon: zone.polygon.toSpliced(after + 1, 0, between) };
  });

/** A zone keeps three corners: fewer are no area. */
export const removeCorner = (draft: Draft, id: string, corner: number): Draft =>
  withZone(draft, id, (zone) => (zone.polygon.length > 3 ? { ...zone, polygon: zone.polygon.toSpliced(corner, 1) } : zone));

/** The whole zone, as far as the plan goes. */
export function moveZone(draft: Draft, id: string, [dx, dy]: Point): Draft {
  return withZone(draft, id, (zone) => {
    const [xs, ys] = [zone.polygon.map(([x]) => x), zone.polygon.map(([, y]) => y)];
    const right = Math.min(Math.max(dx, -Math.min(...xs)), draft.plan.width - Math.max(...xs));
    const down = Math.min(Math.max(dy, -Math.min(...ys)), draft.plan.height - Math.max(...ys));
    return { ...zone, polygon: zone.polygon.map(([x, y]) => inside(draft, [x + right, y + down])) };
  });
}

export const putPlace = (draft: Draft, key: string, at: Point | null): Draft => ({
  ...draft,
  places: draft.places.map((place) => (place.key === key ? { ...place, at: at && inside(draft, at) } : place)),
});

export function addZone(draft: Draft, polygon: readonly Point[]): { readonly draft: Draft; readonly id: string } {
  const taken = new Set(draft.zones.map(({ id }) => id));
  let n = draft.zones.length + 1;
  while (taken.has(`zone-${n}`)) n++;
  const id = `zone-${n}`;
  return { id, draft: { ...draft, zones: [...draft.zones, { id, name: {}, kind: 'aisle', polygon, isNew: true }] } };
}

export const changeZone = (draft: Draft, id: string, change: Partial<Pick<DraftZone, 'id' | 'name' | 'kind'>>): Draft =>
  withZone(draft, id, (zone) => ({ ...zone, ...change }));

/** Takes a zone away that is not in the file yet. */
export const dropZone = (draft: Draft, id: string): Draft => ({
  ...draft,
  zones: draft.zones.filter((zone) => zone.id !== id || zone.isNew !== true),
});

/** Another size; with `all`, what is drawn grows with it, as when a picture was drawn on before its scale was known. */
export function resize(draft: Draft, factor: number, all: boolean): Draft {
  const grow = ([x, y]: Point): Point => [round(x * factor), round(y * factor)];
  const plan = { ...draft.plan, width: round(draft.plan.width * factor), height: round(draft.plan.height * factor) };
  if (!all) return { ...draft, plan };
  return {
    plan,
    zones: draft.zones.map((zone) => ({ ...zone, polygon: zone.polygon.map(grow) })),
    places: draft.places.map((place) => ({ ...place, at: place.at && grow(place.at) })),
  };
}

/** True when edges of a polygon cross each other: then nobody can tell what is inside. */
export function isCrossed(polygon: readonly Point[]): boolean {
  const side = (a: Point, b: Point, c: Point): number => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  const edges = polygon.map((a, i) => [a, polygon[(i + 1) % polygon.length] ?? a] as const);
  return edges.some(([a, b], i) =>
    edges.some(([c, d], j) => {
      const areNeighbours = j === i || j === (i + 1) % edges.length || i === (j + 1) % edges.length;
      return !areNeighbours && side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
    }),
  );
}
