import type { Happening } from '../shop/happening.ts';
import { countReading, statusReading } from './readings.ts';
import type { SensorKit } from './sensor-kit.ts';

/** How often a counter without news says that it lives, ms. */
const ALIVE_EVERY = 60_000;
const HOUR = 3_600_000;
/** A counter that starts again is away this long, ms. */
const REBOOT_MS = 25_000;

type Crossing = Extract<Happening, { type: 'crossed' }>;

interface Counter {
  readonly id: string;
  readonly line: string;
  readonly isSwapped: boolean;
  /** Running totals since it started; null when it tells increments. */
  totals: { in: number; out: number } | null;
  boots: number;
  awayUntil: number;
}

/** The counters above the doors: miss people, most in groups, see some twice or the wrong way round, and start again now and then. */
export function createCounters(kit: SensorKit): { start(): void } {
  const { ofRole, random, preset, sayLater, say, every, world } = kit;
  const places = ofRole('counter').map((device) => device.counter?.zone);
  const counters = ofRole('counter').map(({ id, counter }) => ({
    zone: counter?.zone ?? '',
    counter: {
      ...{ id, line: counter?.line ?? '', isSwapped: counter?.swapped ?? false },
      ...{ totals: random.chance(preset.counterTotals) ? { in: 0, out: 0 } : null, boots: 1, awayUntil: 0 },
    } as Counter,
  }));
  const tell = (counter: Counter, at: number, heads: { in: number; out: number }): void => {
    const { id, line, totals } = counter;
    if (totals === null) {
      sayLater(id, at, (said) => countReading(said, line, heads, 'increment'));
      return;
    }
    totals.in += heads.in;
    totals.out += heads.out;
    const told = { ...totals };
    sayLater(id, at, (said) => countReading(said, line, told, 'total'));
  };
  const count = (counter: Counter, { at, direction, group }: Crossing): void => {
    if (at < counter.awayUntil || random.chance(group > 1 ? preset.counterMissInGroup : preset.counterMiss)) return;
    const isIn = ((direction === 'in') !== counter.isSwapped) !== random.chance(preset.counterFlip);
    const heads = random.chance(preset.counterDouble) ? 2 : 1;
    tell(counter, at + random.int(50, 400), { in: isIn ? heads : 0, out: isIn ? 0 : heads });
  };
  const live = (counter: Counter, at: number): void => {
    if (at < counter.awayUntil) return;
    if (!random.chance((preset.counterRebootsPerHour * ALIVE_EVERY) / HOUR)) {
      tell(counter, at, { in: 0, out: 0 });
      return;
    }
    counter.awayUntil = at + REBOOT_MS;
    counter.boots++;
    if (counter.totals) counter.totals = { in: 0, out: 0 };
    say(counter.id, at, (said) => statusReading(said, false, counter.boots - 1), true);
    sayLater(counter.id, at + REBOOT_MS, (said) => statusReading(said, true, counter.boots), true);
  };
  return {
    start() {
      world.listen((happening) => {
        if (happening.type !== 'crossed') return;
        for (const { zone, counter } of counters) {
          // A door without a counter of its own is seen by every counter of the shop.
          if (zone === happening.zone || !places.includes(happening.zone)) count(counter, happening);
        }
      });
      for (const { counter } of counters) every(ALIVE_EVERY, (at) => live(counter, at));
    },
  };
}
