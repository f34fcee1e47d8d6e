import type { Emit } from '../capability.ts';
import type { CustodyOutcome, Evidence } from '../events.ts';
import type { Epc, Gtin, VisitId } from '../ids.ts';
import { type Instant, instant, probability } from '../units.ts';
import type { Ranked } from './ledger.ts';
import type { Trip } from './trip.ts';

/** One item in the hands of one visit, as the shop was told. */
export interface Holding {
  readonly epc: Epc;
  readonly gtin: Gtin | null;
  readonly visit: VisitId;
  readonly confidence: number;
}

/** How an item's way with a visit ended. */
export interface Ending {
  readonly outcome: CustodyOutcome;
  readonly at: Instant;
  readonly why: readonly Evidence[];
}

/** What the shop is told of who holds what: said, renewed, ended, taken back. */
export interface Statements {
  readonly holdings: ReadonlyMap<Epc, Holding>;
  /** Says or renews that a visit holds the item; what was said of another visit has been taken back before. */
  assign(trip: Trip, ranked: Ranked, confidence: number): void;
  end(trip: Trip, ending: Ending, confidence: number): void;
  /** The item is on its way again: what was said to have ended goes on, and is said anew at the next occasion. */
  reopen(trip: Trip): void;
  /** It never was in the hands of whom it was said to be: an end at its own beginning, with an unknown outcome. */
  withdraw(trip: Trip, why: readonly Evidence[], confidence: number): void;
}

/** Reasons that a statement carries; the rest is in the state. */
const REASONS = 4;
/** A change of confidence that is worth saying again. */
const WORTH_SAYING = 0.15;

export const createStatements = (emit: Emit, trips: Iterable<Trip>): Statements => {
  const holdings = new Map<Epc, Holding>();
  /** Whose trip a holding is: what is said of an earlier way of the item does not touch the present one. */
  const owner = new Map<Epc, number>();
  const hold = ({ serial, epc, gtin, said }: Trip): void => {
    if (said !== null && said.outcome === null) {
      owner.set(epc, serial);
      holdings.set(epc, { epc, gtin, visit: said.visit, confidence: said.confidence });
    } else if (owner.get(epc) === serial) {
      owner.delete(epc);
      holdings.delete(epc);
    }
  };
  for (const trip of trips) if (trip.said?.outcome === null) hold(trip);

  return {
    holdings,
    assign: (trip, { holder, why }, confidence) => {
      const known = trip.said;
      if (known !== null && known.outcome === null && Math.abs(known.confidence - confidence) < WORTH_SAYING) return;
      const since = known?.since ?? instant(Math.max(trip.picked, holder.opened));
      trip.said = { visit: holder.id, since, confidence, outcome: null };
      hold(trip);
      const { epc } = trip;
      emit({
        type: 'custody.assigned',
        at: since,
        visit: holder.id,
        epc,
        confidence: probability(confidence),
        why: why.slice(0, REASONS),
      });
    },
    end: (trip, { outcome, at, why }, confidence) => {
      const { said, epc } = trip;
      if (said === null || (said.outcome === outcome && Math.abs(said.confidence - confidence) < WORTH_SAYING)) return;
      said.outcome = outcome;
      said.confidence = confidence;
      hold(trip);
      const ended = instant(Math.max(at, said.since));
      const { visit, since } = said;
      emit({
        type: 'custody.ended',
        at: ended,
        since,
        visit,
        epc,
        outcome,
        confidence: probability(confidence),
        why: why.slice(0, REASONS),
      });
    },
    reopen: ({ said }) => {
      if (said === null || said.outcome === null) return;
      said.outcome = null;
      said.confidence = 0;
    },
    withdraw: (trip, why, confidence) => {
      const { said, epc } = trip;
      if (said === null) return;
      trip.said = null;
      hold(trip);
      const { visit, since } = said;
      emit({ type: 'custody.ended', at: since, since, visit, epc, outcome: 'unknown', confidence: probability(confidence), why });
    },
  };
};
