import type { Random } from '../../random.ts';
import type { Point } from '../geometry.ts';
import type { ZoneKind } from '../layout.ts';

/** A rectangle of floor, metres from the upper left corner. */
export interface Room {
  readonly id: string;
  readonly kind: ZoneKind;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The floor of a made shop, walked and listened to later. */
export interface Plan {
  readonly width: number;
  readonly height: number;
  readonly rooms: readonly Room[];
}

export const KINDS = ['concept', 'fashion', 'grocery'] as const;
export type ShopKind = (typeof KINDS)[number];

/** Shared walls shorter than this are no passage, metres. */
const PASSAGE = 0.8;
/** Metres to the decimetre, so that files stay readable. */
export const metres = (value: number): number => Math.round(value * 10) / 10;

export const middleOf = ({ x, y, width, height }: Room): Point => [metres(x + width / 2), metres(y + height / 2)];

export const corners = ({ x, y, width, height }: Room): Point[] =>
  [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ].map(([a = 0, b = 0]) => [metres(a), metres(b)]);

/** Rooms that one can step into: they share a passage. Cabins and the store room are entered from the aisle only. */
export function neighboursOf(room: Room, rooms: readonly Room[]): string[] {
  return rooms.filter((other) => other.id > room.id && touch(room, other) && isOpen(room, other)).map((other) => other.id);
}

const isClosed = (room: Room): boolean => room.kind === 'storage' || room.kind === 'fitting';
const isOpen = (a: Room, b: Room): boolean => (isClosed(a) ? b.kind === 'aisle' : !isClosed(b) || a.kind === 'aisle');

function touch(a: Room, b: Room): boolean {
  const overlap = (from: number, length: number, other: number, otherLength: number): number =>
    Math.min(from + length, other + otherLength) - Math.max(from, other);
  const wide = overlap(a.x, a.width, b.x, b.width);
  const high = overlap(a.y, a.height, b.y, b.height);
  return (wide > PASSAGE && Math.abs(high) < 0.05) || (high > PASSAGE && Math.abs(wide) < 0.05);
}

/** The floor of a shop of this kind. `sections` shelf sections must find room. */
export function makePlan(kind: ShopKind, random: Random, sections: number): Plan {
  if (kind === 'concept') return conceptPlan(random, sections);
  return kind === 'fashion' ? fashionPlan(random, sections) : groceryPlan(random, sections);
}

/** Two rows of rooms along a main aisle, the door at one end of it; one till, one fitting zone. */
function conceptPlan(random: Random, sections: number): Plan {
  const count = Math.min(12, Math.max(3, Math.round(sections / random.int(5, 7))));
  const top = Math.ceil(count / 2);
  const depth = [metres(random.between(4, 5)), metres(random.between(4, 5))] as const;
  const aisle = metres(random.between(2.6, 3.6));
  const doorWidth = metres(random.between(2.4, 3.2));
  const wide = () => metres(random.between(5, 6.4));
  const low = depth[0] + aisle;
  const upper = row(names('zone', 0, top), 0, 0, depth[0], wide);
  const storage: Room = { id: 'storage', kind: 'storage', x: end(upper), y: 0, width: metres(random.between(4, 6)), height: depth[0] };
  const till: Room = { id: 'checkout', kind: 'checkout', x: 0, y: low, width: metres(random.between(3.2, 4.2)), height: depth[1] };
  const lower = row(names('zone', top, count), till.width, low, depth[1], wide);
  const fitting: Room = { id: 'fitting', kind: 'fitting', x: end(lower), y: low, width: metres(random.between(3, 4)), height: depth[1] };
  const width = Math.max(storage.x + storage.width, fitting.x + fitting.width);
  const rooms: Room[] = [
    { id: 'entrance', kind: 'entrance', x: 0, y: depth[0], width: doorWidth, height: aisle },
    { id: 'aisle', kind: 'aisle', x: doorWidth, y: depth[0], width: width - doorWidth, height: aisle },
    ...[...upper, storage, till, ...lower, fitting],
  ];
  return { width: metres(width), height: metres(low + depth[1]), rooms };
}

/** A grid of open floor behind one wide door; cabins, tills and store room along the back. */
function fashionPlan(random: Random, sections: number): Plan {
  const columns = random.int(2, 4);
  const rows = Math.min(4, Math.max(1, Math.round(sections / (columns * random.int(5, 8)))));
  const size = [metres(random.between(5.5, 7.5)), metres(random.between(5, 6.5))] as const;
  const width = metres(Math.max(columns * size[0], 15));
  const door = { width: metres(random.between(5, 7)), height: metres(random.between(2.6, 3.2)) };
  const aisle = metres(random.between(2, 2.8));
  const floor = 4 + aisle;
  const rooms: Room[] = [];
  const cabin = metres(random.between(1.4, 1.9));
  for (let n = 0; n < 3; n++) rooms.push({ id: `cabin-${n + 1}`, kind: 'fitting', x: n * cabin, y: 0, width: cabin, height: 4 });
  const till = metres(random.between(4, 5.5));
  rooms.push({ id: 'checkout', kind: 'checkout', x: 3 * cabin, y: 0, width: till, height: 4 });
  rooms.push({ id: 'storage', kind: 'storage', x: 3 * cabin + till, y: 0, width: width - 3 * cabin - till, height: 4 });
  rooms.push({ id: 'aisle', kind: 'aisle', x: 0, y: 4, width, height: aisle });
  for (let n = 0; n < columns * rows; n++) {
    const [column, line] = [n % columns, Math.floor(n / columns)];
    const x = (column * width) / columns;
    rooms.push({ id: `floor-${n + 1}`, kind: 'shelf', x, y: floor + line * size[1], width: width / columns, height: size[1] });
  }
  const bottom = floor + rows * size[1];
  const left = metres((width - door.width) * random.between(0.2, 0.8));
  rooms.push({ id: 'entrance', kind: 'entrance', x: left, y: bottom, width: door.width, height: door.height });
  return { width, height: metres(bottom + door.height), rooms };
}

/** Long gondola aisles between a cross aisle at the back and the tills in front; entrance and exit are apart. */
function groceryPlan(random: Random, sections: number): Plan {
  const lanes = Math.min(8, Math.max(3, Math.round(sections / random.int(6, 9))));
  const lane = metres(random.between(3.2, 4));
  const length = metres(Math.max(6, (sections / lanes / 2) * random.between(1.9, 2.3)));
  const width = metres(Math.max(lanes * lane, 14));
  const back = metres(random.between(2.2, 3));
  const door = metres(random.between(3, 4));
  const depth = metres(random.between(3, 4));
  const shelves = Array.from(
    { length: lanes },
    (_, n): Room => ({ id: `lane-${n + 1}`, kind: 'shelf', x: (n * width) / lanes, y: 3.5 + back, width: width / lanes, height: length }),
  );
  const front = 3.5 + back + length;
  const low = front + 2;
  return {
    width,
    height: metres(low + depth),
    rooms: [
      { id: 'storage', kind: 'storage', x: 0, y: 0, width: metres(width * 0.6), height: 3.5 },
      { id: 'fresh', kind: 'shelf', x: metres(width * 0.6), y: 0, width: width - metres(width * 0.6), height: 3.5 },
      { id: 'back', kind: 'aisle', x: 0, y: 3.5, width, height: back },
      ...shelves,
      { id: 'front', kind: 'aisle', x: 0, y: front, width, height: 2 },
      { id: 'entrance', kind: 'entrance', x: 0, y: low, width: door, height: depth },
      { id: 'checkout', kind: 'checkout', x: door, y: low, width: width - 2 * door, height: depth },
      { id: 'exit', kind: 'exit', x: width - door, y: low, width: door, height: depth },
    ],
  };
}

const names = (word: string, from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => `${word}-${from + n + 1}`);

function row(ids: readonly string[], left: number, y: number, height: number, wide: () => number): Room[] {
  let x = left;
  return ids.map((id) => {
    const room: Room = { id, kind: 'shelf', x, y, width: wide(), height };
    x += room.width;
    return room;
  });
}

const end = (rooms: readonly Room[]): number => rooms.reduce((most, room) => Math.max(most, room.x + room.width), 0);
