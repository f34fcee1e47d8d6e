import { along, distance, middle, type Point } from './geometry.ts';
import type { AntennaPlace, DoorPlace, ZonePlace } from './layout.ts';
import type { StoreFile } from './store-file.ts';

/** Metres from the outer antennas, or from the wall, to where people come from. */
const STREET = 2.5;
/** Share of the way from outside to the middle of the zone at which heads are counted. */
const LINE = 0.72;

/**
 * The doors of a shop: its entrances and exits. With exits of their own, entrances lead in and exits out; without, each door leads both
 * ways. A shop that names neither is entered through its first zone.
 */
export function placeDoors(store: StoreFile, zones: ReadonlyMap<string, ZonePlace>, antennas: readonly AntennaPlace[]): DoorPlace[] {
  const all = [...zones.values()];
  const named = all.filter((zone) => zone.kind === 'entrance' || zone.kind === 'exit');
  const isApart = named.some((zone) => zone.kind === 'exit') && named.some((zone) => zone.kind === 'entrance');
  return (named.length > 0 ? named : all.slice(0, 1)).map((zone) => {
    const outside = placeOutside(store, zone, antennas);
    return {
      zone: zone.id,
      directions: !isApart ? 'both' : zone.kind === 'exit' ? 'out' : 'in',
      outside,
      line: along(outside, zone.middle, LINE),
      inside: zone.middle,
    };
  });
}

/** Beyond the outer portal antennas as seen from the inner ones, or beyond the plan's nearest edge. */
function placeOutside(store: StoreFile, door: ZonePlace, antennas: readonly AntennaPlace[]): Point {
  const mean = (kind: string): Point | null => {
    const places = antennas.filter((antenna) => antenna.kind === kind && antenna.zone === door.id).map((antenna) => antenna.at);
    return places.length > 0 ? middle(places) : null;
  };
  const inner = mean('portal-inner');
  const outer = mean('portal-outer');
  if (inner && outer && distance(inner, outer) > 0.1) return along(inner, outer, 1 + STREET / distance(inner, outer));
  const [x, y] = door.middle;
  const { width, height } = store.plan;
  const edges: readonly [number, Point][] = [
    [x, [-STREET, y]],
    [width - x, [width + STREET, y]],
    [y, [x, -STREET]],
    [height - y, [x, height + STREET]],
  ];
  return edges.reduce((best, edge) => (edge[0] < best[0] ? edge : best))[1];
}
