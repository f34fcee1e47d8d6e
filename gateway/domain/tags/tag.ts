import type { Evidence } from '../events.ts';
import type { Epc, Gtin, SectionId, ZoneId } from '../ids.ts';
import { type Cells, cellsOf, listCells, noCells } from './cells.ts';
import { copyRun, type GateRun } from './gate/run.ts';
import type { ZonePath } from './zone-path.ts';

/**
 * Times of tags are milliseconds since the tracker's base and levels are kept in 1/1024 dB: both are small integers, which the
 * engine keeps in place, where a fraction or an epoch time would cost a heap number of its own for each field.
 */
const FINE = 1_024;

/** What one antenna has heard of a tag since it left its place. */
export class TripCell {
  readonly antenna: number;
  reads = 0;
  /** Reads, mean and sum of squared deviations of the present steady stretch; a jump begins a new one. */
  steady = 0;
  steadySince: number;
  last: number;
  private fineMean: number;
  private fineSquares = 0;
  private fineLevel: number;

  constructor(antenna: number, dbm: number, at: number) {
    this.antenna = antenna;
    this.steadySince = at;
    this.last = at;
    this.fineMean = Math.round(dbm * FINE);
    this.fineLevel = this.fineMean;
  }

  get mean(): number {
    return this.fineMean / FINE;
  }

  /** Follows the signal quickly, dBm. */
  get level(): number {
    return this.fineLevel / FINE;
  }

  /** Deviation from the mean of the steady stretch, dB; 0 before the second read. */
  get spread(): number {
    return Math.sqrt(this.fineSquares / FINE / Math.max(1, this.steady - 1));
  }

  /** Begins a new steady stretch at this level. */
  jump(dbm: number, at: number): void {
    this.steady = 0;
    this.fineSquares = 0;
    this.fineMean = Math.round(dbm * FINE);
    this.steadySince = at;
  }

  /** Takes a read; `quick` is its weight in the quick level. */
  take(dbm: number, quick: number, at: number): void {
    this.reads++;
    this.steady++;
    const off = dbm - this.mean;
    this.fineMean += Math.round((FINE * off) / this.steady);
    // Bounded, so that it stays a small integer however long a tag with a noisy signal travels.
    this.fineSquares = Math.min(1e9, this.fineSquares + Math.round(FINE * off * (dbm - this.mean)));
    this.fineLevel += Math.round(FINE * quick * (dbm - this.level));
    this.last = at;
  }
}

/** A tag on its way: from leaving one resting place (or arriving in the shop) until it rests again. */
export interface Trip {
  /** When it began, as far as the evidence tells. */
  since: number;
  readonly fromZone: ZoneId | null;
  readonly fromSection: SectionId | null;
  /** True while the shop has not been told that it was picked. */
  tentative: boolean;
  /** Came into the shop (or back): no picking preceded. */
  readonly arriving: boolean;
  /** Believable reads in another zone since the trip began. */
  strong: number;
  /** Time of the newest and of the first of them; 0 before. */
  strongAt: number;
  firstElsewhere: number;
  /** Time of the last thing that was said of it: nothing later is dated before. */
  saidAt: number;
  /** Since when the reads speak for its old place again; 0 while they do not. */
  turnedAt: number;
  /** By how many nats reads alone had told that it was picked, over the bar; 0 when something else told it, or proved it since. */
  over: number;
  /** True when a scale has felt it go. */
  weighed: boolean;
  why: readonly Evidence[];
  nats: number;
  cells: readonly TripCell[];
  /** How probable each zone of the shop is, once it was picked; and when that was thought last. */
  beliefs: readonly number[] | null;
  believedAt: number;
  /** The likeliest ways that it may have gone, as far as they were not told yet; null before any read. */
  path: ZonePath | null;
}

export type TagState = 'present' | 'picked' | 'departed' | 'exited';

/** One tracked item. About 300 bytes with two antennas; nothing is allocated while it rests. */
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
  /** When nothing spoke for its having left for the last time: the best guess of when it left, once it is known to have. */
  calmAt = 0;
  /** The learned fingerprint of the resting place; at most twelve antennas. */
  cells: Cells = noCells;
  /** Which of `cells` is of the antenna that hears it most. */
  primary = 0;
  fingerprintReads = 0;
  /** Reader up-time that `fingerprintReads` were heard in, ms. */
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
  comeback: readonly number[] | null = null;

  constructor(serial: number, epc: Epc, gtin: Gtin | null, home: SectionId | null) {
    this.serial = serial;
    this.epc = epc;
    this.gtin = gtin;
    this.home = home;
  }
}

/** A tag as JSON: the class without its methods, which it has none of. Cells become rows to keep checkpoints small. */
export const saveTag = (tag: Tag): unknown => ({
  ...tag,
  cells: listCells(tag.cells).map(({ antenna, reads, mean, at, pending }) => [antenna, reads, mean, at, pending]),
});

type SavedTag = Omit<Tag, 'cells'> & { readonly cells: readonly (readonly [number, number, number, number, number])[] };

const loadTripCell = (saved: TripCell): TripCell => Object.assign(new TripCell(saved.antenna, 0, 0), saved);

/** The inverse of saveTag; `gtin` is the shared string of the product, one for all of its items. */
export const loadTag = (saved: SavedTag, gtin: Gtin | null): Tag => {
  const { cells, serial, epc, gtin: _, home, trip, gate, ...rest } = saved;
  return Object.assign(new Tag(serial, epc, gtin, home), rest, {
    cells: cellsOf(cells.map(([antenna, reads, mean, at, pending]) => ({ antenna, reads, mean, at, pending }))),
    trip: trip === null ? null : { ...trip, cells: trip.cells.map(loadTripCell) },
    gate: gate === null ? null : copyRun(gate),
  });
};
