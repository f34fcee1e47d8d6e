import type { YamlEdit } from './yaml-edit.ts';

type Point = readonly [number, number];

/** A plan as an editor gives it; see the contract. */
export interface DrawnPlan {
  readonly plan: { readonly width: number; readonly height: number; readonly picture: string | null };
  readonly zones: readonly {
    readonly id: string;
    readonly polygon: readonly Point[];
    readonly kind?: string | undefined;
    readonly name?: string | Readonly<Record<string, string>> | undefined;
  }[];
  readonly places: readonly { readonly key: string; readonly at: Point | null }[];
}

interface PlanNow {
  readonly width: number;
  readonly height: number;
  readonly picture?: string | undefined;
}

type Group = Readonly<Record<string, unknown>>;

/** Millimetres, when units are metres: what a mouse adds below that is noise in the file. */
const round = (value: number): number => Math.round(value * 1_000) / 1_000;
const rounded = ([x, y]: Point): Point => [round(x), round(y)];

/**
 * What a drawn plan changes in a file, as it is written. `now` is the plan that counts: of it only what differs is written, so that what
 * the environment says does not get into the file. Zones, devices, antennas and sections are found by their names; those that the file
 * has not are new zones, or nothing.
 */
export function planEdits(given: Group, { plan, zones, places }: DrawnPlan, now: PlanNow): YamlEdit[] {
  const drawn = new Map(zones.map((zone) => [zone.id, zone]));
  const at = new Map(places.map((place) => [place.key, place.at]));
  const known = listOf(given.zones);
  const ids = new Set(known.map(({ id }) => id));
  const added = zones.filter(({ id, polygon }) => !ids.has(id) && polygon.length > 0);
  const edits: YamlEdit[] = [];
  for (const side of ['width', 'height'] as const) {
    const value = round(plan[side]);
    if (value !== now[side]) edits.push({ path: ['plan', side], value });
  }
  if (plan.picture !== (now.picture ?? null)) edits.push({ path: ['plan', 'picture'], value: plan.picture ?? undefined });
  const all = [
    ...known.map((zone) => {
      const shape = drawn.get(String(zone.id));
      return shape ? put(zone, 'polygon', shape.polygon.length === 0 ? undefined : shape.polygon.map(rounded)) : zone;
    }),
    ...added.map(({ id, name, kind, polygon }) => ({
      ...{ id, ...(name === undefined || name === '' ? {} : { name }), kind: kind ?? 'aisle' },
      polygon: polygon.map(rounded),
    })),
  ];
  if (all.length > 0) edits.push({ path: ['zones'], value: all });
  const placed = (thing: Group, key: string): Group => {
    const point = at.get(key);
    return point === undefined ? thing : put(thing, 'at', point === null ? undefined : rounded(point));
  };
  const devices = listOf(given.devices).map((device) => {
    const antennas = listOf(device.antennas);
    const moved = placed(device, `device:${device.id}`);
    if (antennas.length === 0) return moved;
    return put(
      moved,
      'antennas',
      antennas.map((antenna) => placed(antenna, `antenna:${device.id}:${antenna.port ?? 1}`)),
    );
  });
  if (devices.length > 0) edits.push({ path: ['devices'], value: devices });
  const shelves = listOf(given.shelves).map((shelf) =>
    put(
      shelf,
      'sections',
      listOf(shelf.sections).map((section) => placed(section, `section:${section.id}`)),
    ),
  );
  if (shelves.length > 0) edits.push({ path: ['shelves'], value: shelves });
  return edits;
}

/** A copy with another value; undefined leaves the key out. */
function put(thing: Group, key: string, value: unknown): Group {
  if (value !== undefined) return { ...thing, [key]: value };
  const { [key]: _, ...others } = thing;
  return others;
}

const isGroup = (value: unknown): value is Group => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Group[] => (Array.isArray(value) ? value.filter(isGroup) : []);
