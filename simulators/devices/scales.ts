import { weightReading } from './readings.ts';
import type { SensorKit } from './sensor-kit.ts';

const WEIGH_EVERY = 30_000;
/** Deviation of a scale at rest and while it swings, grams. */
const NOISE = 1.5;
const SWING = 60;

/** The scales under the shelves: weigh at the start, now and then, and after every hand that takes or puts. */
export function createScales({ world, random, say, every }: SensorKit): { start(): void } {
  const { agenda, layout, stock } = world;
  const weigh = (section: string, at: number, stable: boolean): void => {
    const scale = layout.sections.get(section)?.scale;
    if (!scale) return;
    const lying = stock.lying(section).reduce((sum, item) => sum + item.weight, 0);
    const grams = Math.round(lying + random.normal(0, stable ? NOISE : SWING));
    say(scale.device, at, (said) => weightReading(said, scale.channel, grams, stable));
  };
  const later = (section: string, at: number, stable: boolean): void => agenda.book(at, () => weigh(section, at, stable));
  /** The pan swings for a moment; the value counts when it stands. */
  const disturb = (section: string, at: number): void => {
    const swings = random.int(1, 3);
    for (let n = 1; n <= swings; n++) later(section, at + n * 250, false);
    later(section, at + swings * 250 + random.int(300, 900), true);
  };
  const start = (): void => {
    world.listen((happening) => {
      if (happening.type !== 'picked' && happening.type !== 'put' && happening.type !== 'arrived') return;
      if (happening.section !== null) disturb(happening.section, happening.at);
    });
    for (const { id, scale } of layout.sections.values()) {
      if (!scale) continue;
      later(id, world.now, true);
      every(WEIGH_EVERY, (at) => weigh(id, at, true));
    }
  };
  return { start };
}
