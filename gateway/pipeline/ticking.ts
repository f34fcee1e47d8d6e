import type { DomainEvent } from '../domain/events.ts';
import type { Input } from '../domain/readings.ts';
import type { Store } from '../domain/store.ts';
import { type Instant, instant } from '../domain/units.ts';

const SECOND = 1_000;

/** Hands inputs to a store, with a tick at every whole second between them; `tick` is the last that it had, 0 for a new store. */
export function createTicking(store: Store, emit: (event: DomainEvent) => void, tick = instant(0)) {
  let last = tick;

  function run(input: Input): void {
    const events = store.step(input);
    for (let i = 0; i < events.length; i++) {
      const event = events[i];
      if (event) emit(event);
    }
  }

  /** Ticks every whole second up to `until`; the first call of all sets where they begin. */
  function advanceTo(until: Instant): void {
    if (last === 0) last = instant(Math.floor(until / SECOND) * SECOND);
    while (last + SECOND <= until) {
      last = instant(last + SECOND);
      run({ kind: 'tick', receivedAt: last });
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
    tick: (): Instant => last,
  };
}
