import type { ZoneId } from '../ids.ts';

/** Sightings of one card in one zone without another zone between them. */
interface Run {
  readonly zone: ZoneId;
  readonly from: number;
  to: number;
  reads: number;
}

/** A pause this long ends a run: where the card was meanwhile is not known. */
const PAUSE_MS = 20_000;
/** Runs kept of each card; older ones say nothing of goods still in hand. */
const RUNS_KEPT = 48;
/** Cards kept; the one unseen for longest is forgotten first. */
const CARDS_KEPT = 1_000;

/** How often a card was seen in and out of a zone around a stay. */
interface Company {
  readonly here: number;
  readonly elsewhere: number;
  /** Where else it was seen most lately; null when nowhere. */
  readonly other: ZoneId | null;
}

/** Where each card (or badge) was seen lately, by the text that names it. */
export interface CardTrails {
  /** True when this begins a new stay of the card: it came into another zone or was unseen for a while. */
  seen(card: string, zone: ZoneId, at: number): boolean;
  company(card: string, zone: ZoneId, from: number, to: number): Company;
  save(): SavedTrails;
}

export type SavedTrails = readonly (readonly [string, readonly Run[]])[];

const nowhere: Company = Object.freeze({ here: 0, elsewhere: 0, other: null });

export const createCardTrails = (saved?: SavedTrails): CardTrails => {
  const trails = new Map(saved?.map(([card, runs]) => [card, runs.map((run) => ({ ...run }))]));

  const begin = (card: string): Run[] => {
    const runs: Run[] = [];
    trails.set(card, runs);
    for (const oldest of trails.keys()) {
      if (trails.size <= CARDS_KEPT) break;
      trails.delete(oldest);
    }
    return runs;
  };

  return {
    seen: (card, zone, at) => {
      const runs = trails.get(card) ?? begin(card);
      const last = runs.at(-1);
      if (last !== undefined && last.zone === zone && at - last.to <= PAUSE_MS) {
        last.to = Math.max(last.to, at);
        last.reads++;
        return false;
      }
      if (last === undefined || at - last.to > PAUSE_MS) {
        // Touched again: the map's order is the order of the last arrivals.
        trails.delete(card);
        trails.set(card, runs);
      }
      runs.push({ zone, from: at, to: at, reads: 1 });
      if (runs.length > RUNS_KEPT) runs.shift();
      return true;
    },
    company: (card, zone, from, to) => {
      const runs = trails.get(card);
      if (runs === undefined) return nowhere;
      let here = 0;
      let elsewhere = 0;
      let other: ZoneId | null = null;
      for (let i = runs.length - 1; i >= 0; i--) {
        const run = runs[i];
        if (run === undefined || run.from > to) continue;
        if (run.to < from - 5 * PAUSE_MS) break;
        if (run.to < from) continue;
        // A long run counts by the part of it that falls into the window, one sighting at least.
        const length = run.to - run.from;
        const part = length === 0 ? 1 : (Math.min(to, run.to) - Math.max(from, run.from)) / length;
        const weight = Math.max(1, run.reads * part);
        if (run.zone === zone) here += weight;
        else {
          elsewhere += weight;
          other ??= run.zone;
        }
      }
      return { here, elsewhere, other };
    },
    save: () => [...trails],
  };
};
