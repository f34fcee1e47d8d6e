import type { Random } from '../../random.ts';
import type { Point } from '../geometry.ts';
import { metres, middleOf, type Plan, type Room, type ShopKind } from './plan.ts';

/** A shelf section with its place, and the antenna's place before it. */
export interface MadeSection {
  readonly id: string;
  readonly room: Room;
  readonly at: Point;
  /** Null for goods on display that no antenna of their own looks at. */
  readonly antenna: Point | null;
}

/** Spreads `count` sections over the shelf rooms by their floor. Each room gets at least one. */
export function furnish(kind: ShopKind, rooms: readonly Room[], count: number, random: Random): MadeSection[] {
  const shelves = rooms.filter((room) => room.kind === 'shelf');
  const area = shelves.reduce((sum, room) => sum + room.width * room.height, 0);
  let owed = 0;
  return shelves.flatMap((room) => {
    owed += (count * room.width * room.height) / area;
    const here = Math.max(1, Math.round(owed));
    owed -= here;
    const isLane = kind === 'grocery' && room.height > room.width;
    return (isLane ? alongBothSides(room, here) : inRows(room, here)).map((at, n) => ({
      id: `${room.id}-${String.fromCharCode(97 + Math.floor(n / 10))}${(n % 10) + 1}`,
      room,
      at,
      antenna: before(at, room, random),
    }));
  });
}

/** A table with offers just inside the gate: its goods lie still, and the gate hears them all day. Null where there is no room behind it. */
export function gateDisplay({ rooms, width, height }: Plan, random: Random): MadeSection | null {
  const door = rooms.find((room) => room.kind === 'entrance');
  if (!door) return null;
  const [x, y] = middleOf(door);
  const gap = random.between(0.5, 1.2);
  const aside = random.between(-0.3, 0.3);
  const inwards: Point =
    door.y + door.height >= height - 0.05
      ? [x + aside * door.width, door.y - gap]
      : [door.x < 0.05 ? door.x + door.width + gap : door.x - gap, y + aside * door.height];
  const at: Point = [metres(Math.min(width, inwards[0])), metres(inwards[1])];
  const room = rooms.find((one) => at[0] > one.x && at[0] < one.x + one.width && at[1] > one.y && at[1] < one.y + one.height);
  return room && room !== door ? { id: 'gate-display', room, at, antenna: null } : null;
}

/** Places along the two long walls of a gondola lane, left and right by turns. */
function alongBothSides(room: Room, count: number): Point[] {
  const rows = Math.ceil(count / 2);
  return Array.from({ length: count }, (_, n): Point => {
    const x = n % 2 === 0 ? room.x + 0.65 : room.x + room.width - 0.65;
    return [metres(x), metres(room.y + (room.height * (Math.floor(n / 2) + 0.5)) / rows)];
  });
}

/** Places in rows that fill a room evenly. */
function inRows(room: Room, count: number): Point[] {
  const perRow = Math.max(
    1,
    Math.min(count, Math.floor((room.width - 0.4) / 1.5), Math.ceil(Math.sqrt((count * room.width) / room.height))),
  );
  const rows = Math.ceil(count / perRow);
  return Array.from({ length: count }, (_, n): Point => {
    const line = Math.floor(n / perRow);
    const inLine = line === rows - 1 ? count - line * perRow : perRow;
    const x = room.x + (room.width * ((n % perRow) + 0.5)) / inLine;
    return [
      metres(x),
      metres(room.y + 0.4 + ((room.height - 0.8) * (line + (rows === 1 ? 0.5 : 0.25))) / Math.max(1, rows - (rows === 1 ? 0 : 0.5))),
    ];
  });
}

/** Half a metre from the goods, towards the middle of the room; installers are not exact. */
function before(at: Point, room: Room, random: Random): Point {
  const [x, y] = middleOf(room);
  const gap = Math.max(0.2, Math.hypot(x - at[0], y - at[1]));
  const reach = Math.min(gap, random.between(0.3, 0.7)) / gap;
  return [metres(at[0] + (x - at[0]) * reach), metres(at[1] + (y - at[1]) * reach)];
}
