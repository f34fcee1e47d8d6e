import type { DomainEvent } from '../domain/events.ts';
import type { Input } from '../domain/readings.ts';
import type { Store } from '../domain/store.ts';
import { type Instant, instant } from '../domain/units.ts';

const SECOND = 1_000;

/**
 * Hands inputs to a store, with a tick at every whole second between them and an input `due` at every time that the store asks for;
 * `tick` is the last time that it had, 0 for a new store.
 */
export function createTicking(store: Store, emit: (event: DomainEvent) => void, tick = instant(0)) {
  let last = tick;

  function run(input: Input): void {
    const events = store.step(input);
    for (let i = 0; i < events.length; i++) {
      const event = events[i];
      if (event) emit(event);
    }
  }

  /** All times up to `until`; the first call of all sets where they begin. */
  function advanceTo(until: Instant): void {
    if (last === 0) last = instant(Math.floor(until / SECOND) * SECOND);
    for (;;) {
      const whole = Math.floor(last / SECOND) * SECOND + SECOND;
      const due = store.due();
      // What was due before the last tick is seen to by the next.
      const isDue = due > last && due < whole;
      const next = isDue ? due : whole;
      if (next > until) return;
      last = instant(next);
      run({ kind: isDue ? 'due' : 'tick', receivedAt: last });
    }
  }

  return {
    run,
    advanceTo,
    /** Goes on to `at`; a new store begins there. */
    skipTo(at: Instant): void {
      if (last === 0) last = at;
      else advanceTo(at);
    },
    /** The last time that the store had. */
    tick: (): Instant => last,
    /** The next time that it asks for, epoch ms; infinite while it asks for none. */
    due: (): number => store.due(),
  };
}
