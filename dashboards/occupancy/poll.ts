import type { OccupancyView } from '../../gateway/http/contract-occupancy.ts';

export interface PollOptions {
  /** Rejects when the shop does not answer. */
  readonly ask: () => Promise<OccupancyView>;
  readonly onView: (view: OccupancyView) => void;
  /** Called when an answer did not come. */
  readonly onAway: () => void;
  /** Runs once after so many ms. */
  readonly after: (ms: number, run: () => void) => void;
  readonly random: () => number;
}

const EVERY_MS = 10_000;
const LONGEST_MS = 120_000;

/** Asks for good: every ten seconds, after failures at a pace that doubles to two minutes, with jitter so that screens do not ask at once. */
export function startPolling({ ask, onView, onAway, after, random }: PollOptions): void {
  let misses = 0;
  const run = async (): Promise<void> => {
    try {
      onView(await ask());
      misses = 0;
    } catch {
      misses += 1;
      onAway();
    }
    const wait = Math.min(LONGEST_MS, EVERY_MS * 2 ** misses);
    after(wait * (0.85 + random() * 0.3), () => void run());
  };
  void run();
}
