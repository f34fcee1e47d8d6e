import type { Evidence } from '../events.ts';
import type { Epc, Gtin, SectionId, ZoneId } from '../ids.ts';

/** What one antenna hears of a tag at rest. */
export class Cell {
  readonly antenna: number;
  /** Reads, with old ones forgotten by halves. */
  reads: number;
  /** Running mean, dBm. */
  mean: number;
  /** Time of the last read, epoch ms. */
  at: number;
  /** Reads by an antenna new to the tag: they become part of its fingerprint when it is heard at home again. */
  pending = 0;

  constructor(antenna: number, reads: number, mean: number, at: number) {
    this.antenna = antenna;
    this.reads = reads;
    this.mean = mean;
    this.at = at;
  }
}

/** What one antenna has heard of a tag since it left its place. */
export interface TripCell {
  readonly antenna: number;
  reads: number;
  /** Reads, mean and sum of squared deviations of the present steady stretch; a jump begins a new one. */
  steady: number;
  mean: number;
  squares: number;
  steadySince: number;
  last: number;
  /** Follows the signal quickly, dBm. */
  level: number;
}

/** A tag on its way: from leaving one resting place (or arriving in the shop) until it rests again. */
export interface Trip {
  /** When it began, as far as the evidence tells. */
  readonly since: number;
  readonly fromZone: ZoneId | null;
  readonly fromSection: SectionId | null;
  /** The hold that the last resting place still has on it. */
  readonly holdLevel: number;
  readonly holdAt: number;
  /** True while the shop has not been told that it was picked. */
  tentative: boolean;
  /** Came into the shop (or back): no picking preceded. */
  readonly arriving: boolean;
  /** Believable reads in another zone since the trip began. */
  strong: number;
  firstElsewhere: number;
  /** Reads that fit the old place, since the trip began. */
  back: number;
  why: Evidence[];
  nats: number;
  cells: TripCell[];
}

/** A pass through the gate: reads there that the tag's resting place does not explain. */
export interface GateRun {
  readonly zone: ZoneId | null;
  readonly first: number;
  last: number;
  reads: number;
  strongest: number;
  /** Weights and weighted sums of seconds since `first`, for the inner and the outer antenna. */
  innerWeight: number;
  innerSeconds: number;
  outerWeight: number;
  outerSeconds: number;
  lastOuter: boolean;
  directed: boolean;
  antennas: number[];
  /** Believable reads inside the shop after the last one at the gate. */
  inside: number;
}

export type TagState = 'present' | 'picked' | 'departed' | 'exited';

/** One tracked item. About 600 bytes with three antennas; nothing is allocated while it rests. */
export class Tag {
  readonly serial: number;
  readonly epc: Epc;
  readonly gtin: Gtin | null;
  readonly home: SectionId | null;
  state: TagState = 'present';
  sold = false;
  zone: ZoneId | null = null;
  section: SectionId | null = null;
  reads = 0;
  firstRead = 0;
  lastRead = 0;
  /** Last read that fitted the resting place. */
  lastHome = 0;
  /** The learned fingerprint of the resting place; at most six antennas. */
  cells: Cell[] = [];
  /** Index into `cells` of the antenna that hears it most. */
  primary = 0;
  fingerprintReads = 0;
  /** Seconds of reader up-time that `fingerprintReads` were heard in. */
  exposure = 0;
  /** Up-time of the primary reader at the last read, ms. */
  upAt = 0;
  /** Log-odds that it has left its resting place, nats. */
  llr = -5;
  group = 0;
  /** Second of its entry in the due wheel; 0 = none. */
  due = 0;
  trip: Trip | null = null;
  gate: GateRun | null = null;
  /** Times of reads of a departed or exited tag that may be coming back. */
  comeback: number[] | null = null;

  constructor(serial: number, epc: Epc, gtin: Gtin | null, home: SectionId | null) {
    this.serial = serial;
    this.epc = epc;
    this.gtin = gtin;
    this.home = home;
  }
}

/** A tag as JSON: the class without its methods, which it has none of. Cells become rows to keep checkpoints small. */
export const saveTag = (tag: Tag): unknown => ({ ...tag, cells: tag.cells.map((c) => [c.antenna, c.reads, c.mean, c.at, c.pending]) });

type SavedTag = Omit<Tag, 'cells'> & { readonly cells: readonly (readonly [number, number, number, number, number])[] };

const loadCell = ([antenna, reads, mean, at, pending]: SavedTag['cells'][number]): Cell =>
  Object.assign(new Cell(antenna, reads, mean, at), { pending });

/** The inverse of saveTag. */
export const loadTag = (saved: SavedTag): Tag => {
  const { cells, serial, epc, gtin, home, ...rest } = saved;
  return Object.assign(new Tag(serial, epc, gtin, home), rest, { cells: cells.map(loadCell) });
};
