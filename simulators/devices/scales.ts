import { weightReading } from './readings.ts';
import type { SensorKit } from './sensor-kit.ts';

const WEIGH_EVERY = 30_000;
/** Deviation while the pan swings, grams. */
const SWING = 60;
/** Between two readings of a pan on which somebody leans, ms. */
const LEAN_STEP = 700;
const HOUR = 3_600_000;

/**
 * The scales under the shelves: weigh at the start, now and then, and after every hand that takes or puts. Their zero wanders, and
 * somebody who leans on the shelf weighs too.
 */
export function createScales({ world, random, preset, say, every }: SensorKit): { start(): void } {
  const { agenda, layout, stock } = world;
  const zeros = new Map<string, number>();
  /** Who leans on a section, by how many grams, until when. */
  const arms = new Map<string, { readonly grams: number; readonly until: number }>();
  const weigh = (section: string, at: number, stable: boolean): void => {
    const scale = layout.sections.get(section)?.scale;
    if (!scale) return;
    const lying = stock.lying(section).reduce((sum, item) => sum + item.weight, 0);
    const arm = arms.get(section);
    const extra = arm !== undefined && at < arm.until ? arm.grams : 0;
    const grams = Math.round(lying + extra + (zeros.get(section) ?? 0) + random.normal(0, stable ? preset.scaleNoise : SWING));
    say(scale.device, at, (said) => weightReading(said, scale.channel, grams, stable));
  };
  const later = (section: string, at: number, stable: boolean): void => agenda.book(at, () => weigh(section, at, stable));
  /** The pan swings for a moment; the value counts when it stands. */
  const disturb = (section: string, at: number): void => {
    const swings = random.int(1, 3);
    for (let n = 1; n <= swings; n++) later(section, at + n * 250, false);
    later(section, at + swings * 250 + random.int(300, 900), true);
  };
  /** Heavier for some seconds; a calm elbow may even be taken for a stable weight. */
  const lean = (section: string, at: number, grams: number, forMs: number): void => {
    const isCalm = random.chance(0.3);
    arms.set(section, { grams, until: at + forMs });
    for (let passed = 300; passed < forMs; passed += LEAN_STEP) later(section, at + passed, isCalm && passed > 1_500);
    disturb(section, at + forMs);
  };
  const drift = (section: string): void => {
    const step = preset.scaleDriftPerHour * Math.sqrt(WEIGH_EVERY / HOUR);
    zeros.set(section, (zeros.get(section) ?? 0) + random.normal(0, step));
  };
  const start = (): void => {
    world.listen((happening) => {
      if (happening.type === 'leaned') lean(happening.section, happening.at, happening.grams, Math.round(happening.forMs));
      if (happening.type !== 'picked' && happening.type !== 'put' && happening.type !== 'arrived') return;
      if (happening.section !== null) disturb(happening.section, happening.at);
    });
    for (const { id, scale } of layout.sections.values()) {
      if (!scale) continue;
      later(id, world.now, true);
      every(WEIGH_EVERY, (at) => {
        drift(id);
        weigh(id, at, true);
      });
    }
  };
  return { start };
}
