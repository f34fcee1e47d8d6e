import type { createGreeting } from './greeting.ts';
import type { LocalTime } from './local-time.ts';
import { type Entry, entriesAt, type Playlist } from './playlist.ts';
import { spoken } from './slide.ts';
import type { Stage } from './stage.ts';

/** How long the greeting stands between two rounds of the playlist, ms. */
const GREETING_MS = 12_000;

export interface IdleLoopOptions {
  readonly stage: Stage;
  readonly greeting: ReturnType<typeof createGreeting>;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly localTime: () => LocalTime;
  /** The list as it is now: a newer one comes into play with the next entry. */
  readonly playlist: () => Playlist;
  /** Languages of the display; empty: all. */
  readonly languages: () => readonly string[];
}

/** Plays the playlist round and round, with the greeting and the time of day in between; only these when there is nothing else. */
export function createIdleLoop({ stage, greeting, after, localTime, playlist, languages }: IdleLoopOptions) {
  let cancel: (() => void) | null = null;
  let last: Entry | null = null;

  /** The entry behind the last one, in the list as it is now; null: the round is over. */
  const following = (): Entry | null => {
    const entries = entriesAt(playlist(), localTime());
    const at = last === null ? -1 : entries.indexOf(last);
    // One that is not there any more ends the round.
    return last !== null && at < 0 ? null : (entries[at + 1] ?? null);
  };
  const step = () => {
    const entry = following();
    last = entry;
    if (entry) {
      greeting.hide();
      const stop = stage.play(spoken(entry.slides, languages()), entry.showForMs);
      const end = after(entry.showForMs, () => {
        stop();
        step();
      });
      cancel = () => {
        stop();
        end();
      };
      return;
    }
    stage.clear();
    greeting.show();
    cancel = after(GREETING_MS, step);
  };
  return {
    start(): void {
      cancel?.();
      step();
    },
    /** There is another list: a greeting makes room for it at once, an entry is played to its end. */
    changed(): void {
      if (cancel && last === null) this.start();
    },
    stop(): void {
      cancel?.();
      cancel = null;
      greeting.hide();
    },
  };
}
