import type { DomainEvent } from './events.ts';
import type { Purpose } from './loyalty/settings.ts';
import type { Input } from './readings.ts';

/**
 * The shop's state machine. Deterministic: the same inputs in the same order give the same events, whatever process runs
 * it and however often it was restored from a snapshot between two inputs. No clock, no I/O, no randomness.
 */
export interface Store {
  /**
   * Takes one input and returns what happened, in order; usually nothing, and then always the same empty array.
   * Never throws on any reading: the drivers have checked form and range. O(1) amortised per tag read.
   */
  step(input: Input): readonly DomainEvent[];
  /**
   * The next time at which something has to be done, epoch ms; infinite when nothing waits. Whoever keeps the time hands in an input
   * `due` at that very time, before any input received at or after it.
   */
  due(): number;
  /** The whole state as JSON-serialisable data; `createStore(shop, snapshot)` goes on from it exactly. */
  snapshot(): StoreSnapshot;
  /** What the state knows that no event says: for pages that explain an item. Null for a tag never heard. */
  item(epc: string): ItemView | null;
  /** Whether a visitor agreed to a purpose, now; false for one who is unknown. Asked before a pseudonym leaves the gateway. */
  agrees(visitor: string, purpose: Purpose): boolean;
  /** The id of the newest event; 0 before the first. */
  lastEventId(): number;
  /** Sizes for metrics: tracked tags, open visits, held items. */
  sizes(): Readonly<Record<string, number>>;
}

/** Opaque to everyone else. `version` rises with every change of form; another version is not restored but replayed. */
export interface StoreSnapshot {
  readonly version: number;
  readonly state: unknown;
}

export interface ItemView {
  readonly epc: string;
  readonly zone: string | null;
  readonly section: string | null;
  readonly state: 'heard' | 'present' | 'picked' | 'departed' | 'exited' | 'sold';
  /** That it is where we say, 0..1. */
  readonly confidence: number;
  readonly reads: number;
  readonly firstRead: number;
  readonly lastRead: number;
}
