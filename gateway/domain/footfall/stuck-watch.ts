import type { Emit } from '../capability.ts';
import { type AlertId, asId, type VisitorId } from '../ids.ts';
import type { Counter } from '../shop.ts';
import { type Instant, probability } from '../units.ts';

/** A line that counts nobody for this long while so many people show themselves is stuck. */
const STUCK_MS = 3_600_000;
const STUCK_PEOPLE = 10;

interface Quiet {
  /** Since when the line has counted nobody, epoch ms. */
  since: number;
  /** Who was there all the same: cards, each once. */
  cards: VisitorId[];
  /** People who crossed the door without it. */
  uncounted: number;
  alert: AlertId | null;
}

export type SavedStuck = readonly (readonly [string, Quiet])[];

/** Finds counters that live but count nobody. */
export interface StuckWatch {
  /** The line spoke; `counted` when it saw somebody. */
  spoke(key: string, counter: Counter, counted: boolean, now: Instant): void;
  card(visitor: VisitorId): void;
  uncounted(people: number): void;
  /** True while the line is believed to be stuck. */
  isStuck(key: string): boolean;
  save(): SavedStuck;
}

export const createStuckWatch = (emit: Emit, saved: SavedStuck = []): StuckWatch => {
  const lines = new Map(saved.map(([key, quiet]) => [key, { ...quiet, cards: [...quiet.cards] }]));

  const raise = (line: Quiet, counter: Counter, now: Instant) => {
    line.alert = asId<AlertId>(`a-counter-stuck-${counter.device}-${now}`);
    const facts = { cards: line.cards.length + line.uncounted, seconds: Math.round((now - line.since) / 1_000) };
    emit({
      type: 'alert.raised',
      at: now,
      alert: line.alert,
      about: 'counter-stuck',
      severity: 'minor',
      confidence: probability(0.8),
      zone: counter.zone,
      epc: null,
      visit: null,
      device: counter.device,
      why: [{ code: 'cards-without-counts', nats: 1.4, facts }],
    });
  };

  return {
    spoke: (key, counter, counted, now) => {
      const line = lines.get(key) ?? { since: now, cards: [], uncounted: 0, alert: null };
      lines.set(key, line);
      if (!counted) {
        const people = Math.max(line.cards.length, line.uncounted);
        if (line.alert === null && people >= STUCK_PEOPLE && now - line.since >= STUCK_MS) raise(line, counter, now);
        return;
      }
      if (line.alert !== null) emit({ type: 'alert.cleared', at: now, alert: line.alert, because: 'counts-again' });
      Object.assign(line, { since: now, cards: [], uncounted: 0, alert: null });
    },
    card: (visitor) => {
      for (const { cards } of lines.values()) if (cards.length < STUCK_PEOPLE && !cards.includes(visitor)) cards.push(visitor);
    },
    uncounted: (people) => {
      for (const line of lines.values()) line.uncounted += people;
    },
    isStuck: (key) => (lines.get(key)?.alert ?? null) !== null,
    save: () => [...lines],
  };
};
