import type { Random } from '../../random.ts';
import type { Point } from '../geometry.ts';
import type { MadeSection } from './furniture.ts';
import { metres, middleOf, type Plan, type Room, type ShopKind } from './plan.ts';

/** A device as store.yaml writes it. */
export type MadeDevice = { readonly id: string; readonly driver: string } & Readonly<Record<string, unknown>>;

interface MadeAntenna {
  readonly port: number;
  readonly zone: string;
  readonly kind?: string;
  readonly section?: string;
  readonly at: Point;
}

type UnportedAntenna = Omit<MadeAntenna, 'port'>;

const SHELF_DRIVERS = ['impinj-iot', 'zebra-iotc'];
/** Devices that speak only when used are not silent for an hour without customers. */
const PATIENT = { silentAfterS: 3600 };

/** Everything with a wire in the shop: gates and counters, readers, tills, card readers, scales, presence, climate. */
export function makeDevices(
  kind: ShopKind,
  plan: Plan,
  sections: readonly MadeSection[],
  scaled: ReadonlySet<string>,
  random: Random,
): MadeDevice[] {
  const doors = plan.rooms.filter((room) => room.kind === 'entrance' || room.kind === 'exit');
  return [
    ...doors.flatMap((door) => doorDevices(kind, door, plan, random)),
    ...shelfReaders(kind, plan, sections, random),
    ...checkoutDevices(kind, plan),
    ...cabinDevices(kind, plan),
    ...scales(sections, scaled),
    { id: 'climate-1', driver: 'canonical-json', zone: sections[0]?.room.id ?? '', at: sections[0]?.at, silentAfterS: 900 },
  ];
}

/** The side of the plan that a door stands at: where outside is. */
function outward(door: Room, plan: Plan): Point {
  if (door.y + door.height >= plan.height - 0.05) return [0, 1];
  return door.x < 0.05 ? [-1, 0] : [1, 0];
}

/** A gate with antennas on both sides of the line, a counter above it, a reader for cards beside it. */
function doorDevices(kind: ShopKind, door: Room, plan: Plan, random: Random): MadeDevice[] {
  const [dx, dy] = outward(door, plan);
  const [x, y] = middleOf(door);
  const half = dx !== 0 ? door.width / 2 : door.height / 2;
  const span = dx !== 0 ? door.height : door.width;
  const place = (out: number, side: number): Point => [
    metres(x + dx * (half - out) + (dx === 0 ? side : 0)),
    metres(y + dy * (half - out) + (dx === 0 ? 0 : side)),
  ];
  const inner = Math.min(2 * half - 0.2, random.between(1.6, 2.1));
  // A wide door has a pair of pillars on either side; a narrow one a single line under the ceiling.
  const sides = kind === 'fashion' ? [-span / 4, span / 4] : [0];
  const antennas = sides.flatMap((side): UnportedAntenna[] => [
    { zone: door.id, kind: 'portal-outer', at: place(0.3, side) },
    { zone: door.id, kind: 'portal-inner', at: place(inner, side) },
  ]);
  return [
    { id: `gate-${door.id}`, driver: 'impinj-iot', antennas: numbered(antennas) },
    { id: `counter-${door.id}`, driver: 'canonical-json', at: place(0.8, 0), counter: { zone: door.id } },
    ...(door.kind === 'entrance'
      ? [{ id: `card-${door.id}`, driver: 'canonical-json', zone: door.id, at: place(2 * half - 0.2, span / 3), ...PATIENT }]
      : []),
  ];
}

function shelfReaders(kind: ShopKind, plan: Plan, sections: readonly MadeSection[], random: Random): MadeDevice[] {
  const covered = kind === 'fashion' ? ['storage', 'aisle'] : ['aisle', 'storage'];
  const extra = plan.rooms
    .filter((room) => covered.includes(room.kind))
    .map((room): UnportedAntenna => ({ zone: room.id, at: middleOf(room) }));
  const groups = kind === 'fashion' ? overhead(plan) : inGroups(sections.flatMap(bySection), random.int(6, 8));
  const antennas = [...groups, ...(extra.length > 0 ? [extra] : [])];
  return antennas.map((list, n) => ({
    id: `reader-${n + 1}`,
    // One reader of an older make reports whole arrays each second or two.
    driver: n === antennas.length - 2 ? 'canonical-json' : (SHELF_DRIVERS[n % 2] ?? 'impinj-iot'),
    antennas: numbered(list),
  }));
}

const bySection = ({ id, room, antenna }: MadeSection): UnportedAntenna[] =>
  antenna === null ? [] : [{ zone: room.id, section: id, at: antenna }];

/** One reader under the ceiling of each piece of floor, with two antennas. */
const overhead = (plan: Plan): UnportedAntenna[][] =>
  plan.rooms
    .filter((room) => room.kind === 'shelf')
    .map((room) =>
      [0.28, 0.72].map((share) => ({
        zone: room.id,
        at: [metres(room.x + room.width * share), metres(room.y + room.height / 2)] as const,
      })),
    );

function checkoutDevices(kind: ShopKind, plan: Plan): MadeDevice[] {
  const room = plan.rooms.find((one) => one.kind === 'checkout');
  if (!room) return [];
  const tills = { concept: 1, fashion: 2, grocery: 3 }[kind];
  const places = Array.from(
    { length: tills },
    (_, n): Point => [metres(room.x + (room.width * (n + 0.5)) / tills), metres(room.y + room.height / 2)],
  );
  return [
    { id: 'checkout-reader', driver: 'impinj-iot', antennas: numbered(places.map((at) => ({ zone: room.id, kind: 'checkout', at }))) },
    ...places.map((at, n) => ({ id: `till-${n + 1}`, driver: 'canonical-json', zone: room.id, at, ...PATIENT })),
  ];
}

function cabinDevices(kind: ShopKind, plan: Plan): MadeDevice[] {
  const cabins = plan.rooms.filter((room) => room.kind === 'fitting');
  if (cabins.length === 0) return [];
  const antennas = cabins.map(
    (room): UnportedAntenna => ({ zone: room.id, ...(kind === 'fashion' ? { kind: 'close-range' } : {}), at: middleOf(room) }),
  );
  return [
    { id: 'fitting-reader', driver: 'zebra-iotc', antennas: numbered(antennas) },
    ...cabins.map((room) => ({
      id: `presence-${room.id}`,
      driver: 'canonical-json',
      zone: room.id,
      at: middleOf(room),
      silentAfterS: 600,
    })),
  ];
}

/** One bench of scales per room, a channel per section. */
const scales = (sections: readonly MadeSection[], scaled: ReadonlySet<string>): MadeDevice[] =>
  [
    ...Map.groupBy(
      sections.filter(({ id }) => scaled.has(id)),
      ({ room }) => room.id,
    ),
  ].map(([room, list]) => ({
    id: `scale-${room}`,
    driver: 'canonical-json',
    zone: room,
    at: list[0]?.at,
  }));

const numbered = (antennas: readonly UnportedAntenna[]): MadeAntenna[] => antennas.map((antenna, n) => ({ port: n + 1, ...antenna }));

function inGroups<T>(list: readonly T[], size: number): T[][] {
  const groups = Math.ceil(list.length / size);
  return Array.from({ length: groups }, (_, n) =>
    list.slice(Math.floor((n * list.length) / groups), Math.floor(((n + 1) * list.length) / groups)),
  );
}
