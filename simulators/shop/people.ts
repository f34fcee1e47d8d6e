import type { Point } from '../layout/geometry.ts';
import type { Purpose } from '../scenarios/scenarios.ts';

/** Something with a radio tag: goods, a loyalty card, a staff badge. */
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

/** A customer with those who came along, or one of the staff. People of one party keep together. */
export interface Person {
  readonly id: string;
  readonly purpose: Purpose | 'staff';
  /** How many people, 1 to 4. */
  readonly size: number;
  /** Loyalty card or badge in a pocket; a card without radio has no tag. */
  readonly card: string | null;
  readonly pocket: Tag | null;
  /** Metres per second. */
  readonly speed: number;
  readonly held: Item[];
  position: Point;
  zone: string | null;
  route: Point[];
  waitUntil: number;
}
