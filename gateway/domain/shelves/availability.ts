import type { Emit } from '../capability.ts';
import type { SectionId, Sku } from '../ids.ts';
import type { Shop } from '../shop.ts';
import { type Instant, instant } from '../units.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

interface OutFor {
  readonly section: SectionId;
  readonly sku: Sku;
  ms: number;
}

interface State {
  /** Start of the running hour of epoch time; null before the first tick. */
  readonly hour: number | null;
  readonly last: number;
  readonly openMs: number;
  readonly isOpen: boolean;
  readonly out: readonly OutFor[];
}

/**
 * How long each place was out while the shop was open, told once an hour. On-shelf availability is the share of the time in which a
 * planned product could be bought; what happens at night is nobody's loss.
 */
export interface Availability {
  /** `out`: the places that are out since the last tick; `places`: how many are planned and known. */
  tick(now: Instant, out: Iterable<{ readonly section: SectionId; readonly sku: Sku }>, places: number): void;
  save(): unknown;
}

export const createAvailability = (isOpen: Shop['isOpen'], emit: Emit, saved?: unknown): Availability => {
  const before = (saved as State | undefined) ?? { hour: null, last: 0, openMs: 0, isOpen: false, out: [] }; // Written by save() below.
  let { hour, last, openMs } = before;
  let open = before.isOpen;
  const outFor = new Map(before.out.map((one) => [`${one.section}|${one.sku}`, { ...one }]));

  const close = (places: number) => {
    if (hour !== null && openMs > 0 && places > 0) {
      const out = [...outFor.values()].map(({ section, sku, ms }) => ({ section, sku, seconds: Math.round(ms / 1_000) }));
      emit({ type: 'availability.measured', at: instant(hour), seconds: Math.round(openMs / 1_000), places, out });
    }
    openMs = 0;
    outFor.clear();
  };

  return {
    tick: (now, out, places) => {
      const thisHour = Math.floor(now / HOUR_MS) * HOUR_MS;
      if (hour !== thisHour) {
        close(places);
        hour = thisHour;
      }
      // Opening hours are a question of the calendar: once a minute is enough.
      if (Math.floor(now / MINUTE_MS) !== Math.floor(last / MINUTE_MS)) open = isOpen(now);
      // After a pause of the gateway nobody knows what was out meanwhile.
      const passed = now - last > MINUTE_MS ? 0 : now - last;
      last = now;
      if (!open || passed <= 0) return;
      openMs += passed;
      for (const { section, sku } of out) {
        const key = `${section}|${sku}`;
        const known = outFor.get(key);
        if (known === undefined) outFor.set(key, { section, sku, ms: passed });
        else known.ms += passed;
      }
    },
    save: (): State => ({ hour, last, openMs, isOpen: open, out: [...outFor.values()] }),
  };
};
