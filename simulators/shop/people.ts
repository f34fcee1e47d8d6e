import type { Point } from '../layout/geometry.ts';
import type { DoorPlace } from '../layout/layout.ts';
import type { Purpose } from '../scenarios/scenarios.ts';

/** Something with a radio tag: goods, a loyalty card, a staff badge, a garment from another shop. */
export interface Tag {
  readonly epc: string;
  /** A number of its own, from which the radio model makes what belongs to this tag for ever. */
  readonly number: number;
  /** Counts the places it has lain in: each has its own shadow. */
  placing: number;
}

export interface Item extends Tag {
  readonly sku: string;
  readonly gtin: string;
  readonly home: string;
  readonly weight: number;
  readonly price: number;
  /** The section it lies in, null in a hand or lying about. */
  section: string | null;
  /** Where it lies; null while somebody holds it or after it left the shop. */
  at: Point | null;
  holder: Person | null;
  sold: boolean;
}

/** One step of a script: a way to walk, or a time to stay, ms. */
export type Step = { readonly walk: readonly Point[] } | { readonly wait: number };
export type Script = Generator<Step, void, void>;

/** Those who came together: one visit, whether they keep together inside or walk apart. */
export interface Party {
  readonly id: string;
  readonly size: number;
  /** The first leads: the others look for it when they are done. */
  readonly members: Person[];
  /** The first one queues at the till: who comes later pays alone. */
  isPaying: boolean;
  /** The first one is on the way out: everybody follows. */
  isLeaving: boolean;
}

/** One body, or several that keep together; a customer or one of the staff. */
export interface Person {
  readonly id: string;
  readonly party: Party;
  readonly purpose: Purpose | 'staff';
  /** How many bodies walk together, 1 to 4. */
  readonly size: number;
  /** Loyalty card or badge in a pocket; a card without radio has no tag. */
  readonly card: string | null;
  readonly pocket: Tag | null;
  /** Tags of other shops in clothes and bags, or of a trolley that is pushed. */
  readonly worn: Tag[];
  /** Metres per second. */
  readonly speed: number;
  /** What a bag takes of the signal of goods in it, dB one way; 0 for goods in the hand. */
  veil: number;
  readonly held: Item[];
  /** Goods that its bearer does not mean to pay. */
  readonly hidden: Set<Item>;
  /** The door it came by, later the one it leaves by. */
  door: DoorPlace;
  /** Done with its own shopping. */
  isReady: boolean;
  position: Point;
  zone: string | null;
  route: Point[];
  waitUntil: number;
}
