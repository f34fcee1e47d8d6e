import type { Point, Stay } from './strange-radio.ts';

export interface Item {
  readonly epc: string;
  readonly gtin: string;
  readonly home: string;
  readonly at: Point;
}

/** Middle of each room, metres. The door is at the left end, the till beside it. */
export const ROOMS: Readonly<Record<string, { at: Point; kind: string }>> = {
  door: { at: [0, 0], kind: 'entrance' },
  till: { at: [5, -5], kind: 'checkout' },
  shoes: { at: [7, 2], kind: 'shelf' },
  bags: { at: [14, 2], kind: 'shelf' },
  coats: { at: [21, 2], kind: 'shelf' },
  'cabin-a': { at: [14, -6], kind: 'fitting' },
  'cabin-b': { at: [18, -6], kind: 'fitting' },
  back: { at: [29, 0], kind: 'storage' },
};
export const GOODS = ['shoes', 'bags', 'coats'];

/** What becomes of one item; each story has a person of its own, who comes and goes alone. */
export type Story = 'put-home' | 'put-elsewhere' | 'tried' | 'bought' | 'bought-gtin' | 'bought-late' | 'taken' | 'looked';

export interface PersonLine {
  readonly at: number;
  readonly device: string;
  readonly channel: string;
  readonly payload: unknown;
}

export interface Person {
  readonly story: Story;
  readonly epc: string;
  readonly from: number;
  readonly to: number;
  readonly picked: number | null;
  /** When the item left the shop with its person. */
  readonly exited: number | null;
  readonly zone: string | null;
}

const S = 1_000;
const near = (zone: string, n: number): Point => {
  const [x, y] = ROOMS[zone]?.at ?? [0, 0];
  return [x + ((n * 7) % 5) * 0.3 - 0.6, y + ((n * 3) % 5) * 0.3 - 0.6];
};

interface Tale {
  readonly person: Person;
  readonly told: PersonLine[];
  readonly stays: Stay[];
}

/** The path of an item in the hands of a person who came at `from`; each room for some time. */
function tale(story: Story, item: Item, from: number, n: number): Tale {
  const told: PersonLine[] = [];
  const stays: Stay[] = [{ from: 0, at: item.at, held: false }];
  const count = (at: number, way: 'in' | 'out') =>
    told.push({ at, device: 'counter-1', channel: 'count', payload: { in: way === 'in' ? 1 : 0, out: way === 'out' ? 1 : 0, at } });
  count(from, 'in');
  told.push({ at: from + 1 * S, device: 'cards-1', channel: 'card', payload: { card: `card-${n}`, at: from + 1 * S } });
  const picked = story === 'looked' ? null : from + 60 * S;
  let at = from + 60 * S;
  const carry = (zone: string, seconds: number) => {
    const to = near(zone, n + stays.length);
    const here = stays.at(-1)?.at ?? to;
    // Nobody is in two rooms in one second.
    for (const part of [0.25, 0.5, 0.75]) {
      stays.push({ from: at, at: [here[0] + part * (to[0] - here[0]), here[1] + part * (to[1] - here[1])], held: true });
      at += S;
    }
    stays.push({ from: at, at: to, held: true });
    at += (seconds - 3) * S;
  };
  const receipt = (when: number, line: object) =>
    told.push({
      at: when,
      device: 'till-1',
      channel: 'sale',
      payload: { id: `r-${n}`, at: when, currency: 'TWD', lines: [{ qty: 1, amountMinor: 100, ...line }] },
    });
  const leave = () => {
    for (const x of [1.5, 0.8, 0, -0.8, -1.5]) {
      stays.push({ from: at, at: [x, 0], held: true });
      at += S;
    }
    stays.push({ from: at, at: null, held: false });
    count(at - 2 * S, 'out');
  };
  const others = Object.keys(ROOMS).filter((zone) => ROOMS[zone]?.kind === 'shelf' && zone !== item.home);
  let zone: string | null = item.home;
  let exited: number | null = null;
  const rest = (spot: Point) => {
    stays.push({ from: at, at: spot, held: false });
    at += 60 * S;
    count(at, 'out');
  };
  switch (story) {
    case 'looked':
      at += 60 * S;
      count(at, 'out');
      break;
    case 'put-home':
      carry(item.home, 20);
      for (const other of others) carry(other, 40);
      rest(item.at);
      break;
    case 'put-elsewhere':
      carry(item.home, 15);
      carry(others[0] ?? 'bags', 30);
      zone = others[0] ?? 'bags';
      rest(near(zone, n));
      break;
    case 'tried':
      carry(item.home, 15);
      carry(n % 2 === 0 ? 'cabin-a' : 'cabin-b', 120);
      rest(item.at);
      break;
    default: {
      carry(item.home, 15);
      carry(others[1] ?? 'bags', 40);
      const paid = at + 30 * S;
      if (story !== 'taken') {
        carry('till', 45);
        if (story === 'bought') receipt(paid, { epc: item.epc, gtin: item.gtin });
        if (story === 'bought-gtin') receipt(paid, { gtin: item.gtin });
      }
      leave();
      if (story === 'bought-late') receipt(at + 40 * S, { epc: item.epc, gtin: item.gtin });
      exited = at;
      zone = null;
    }
  }
  return { person: { story, epc: item.epc, from, to: at, picked, exited, zone }, told, stays };
}

/** The stories one after the other, each on the next item, after `restS` of rest and some before the end. */
export function peopleOf(stories: readonly Story[], items: readonly Item[], start: number, restS: number) {
  const people: Person[] = [];
  const told: PersonLine[] = [];
  const stays = new Map<string, readonly Stay[]>();
  let at = start + restS * S;
  stories.forEach((story, n) => {
    // Seven apart: no two of one product, and every shelf has its turn.
    const item = items[(n * 7) % items.length];
    if (item === undefined || stays.has(item.epc)) throw new Error('more stories than items');
    const one = tale(story, item, at, n);
    people.push(one.person);
    told.push(...one.told);
    stays.set(item.epc, one.stays);
    at = one.person.to + 60 * S;
  });
  told.sort((a, b) => a.at - b.at);
  return { people, told, stays, end: at + 150 * S };
}
