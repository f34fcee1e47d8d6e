import { describe, expect, it } from 'vitest';
import { createDeviceClock } from '../../../simulators/devices/clock.ts';
import { createScales } from '../../../simulators/devices/scales.ts';
import { createSensorKit } from '../../../simulators/devices/sensor-kit.ts';
import type { RadioPreset } from '../../../simulators/scenarios/presets.ts';
import { createWorld, type World } from '../../../simulators/shop/world.ts';
import { demoLayout, preset, START, scenario } from '../support.ts';

const layout = demoLayout();
const SECTION = 'coffee-beans';

interface Weight {
  readonly at: number;
  readonly grams: number;
  readonly stable: boolean;
}

/** What the scale of one section says while `happen` plays, and what truly lies on it at the start. */
function weigh(change: Partial<RadioPreset>, minutes: number, happen: (world: World) => void = () => undefined) {
  const world = createWorld(layout, scenario('nobody'), 3, START);
  const { scale } = world.stock.sectionOf(SECTION);
  const weights: Weight[] = [];
  const still = preset('realistic', { clockOffsetMs: 0, clockDriftMsPerHour: 0, ...change });
  const clocks = new Map([...layout.devices.keys()].map((id) => [id, createDeviceClock(id, still, 3, START, 1)]));
  const say: Parameters<typeof createSensorKit>[0]['say'] = (device, at, reading) => {
    if (reading.kind !== 'weight' || device !== scale?.device || reading.channel !== scale.channel) return;
    weights.push({ at, grams: reading.grams, stable: reading.stable === true });
  };
  createScales(createSensorKit({ world, preset: still, seed: 3, clocks, say })).start();
  const lying = world.stock.lying(SECTION).reduce((sum, item) => sum + item.weight, 0);
  happen(world);
  for (let at = START; at < START + minutes * 60_000; at += 200) world.advance(at + 200);
  return { weights, lying };
}

describe('a scale under a shelf', () => {
  it('weighs what lies on it, within its noise', () => {
    const { weights, lying } = weigh({ scaleDriftPerHour: 0 }, 20);
    expect(weights.length).toBeGreaterThan(30);
    for (const { grams, stable } of weights) {
      expect(stable).toBe(true);
      expect(Math.abs(grams - lying)).toBeLessThan(8);
    }
  });

  it('wanders from its zero', () => {
    const { weights, lying } = weigh({ scaleDriftPerHour: 60, scaleNoise: 0 }, 60);
    const errors = weights.map(({ grams }) => Math.abs(grams - lying));
    expect(Math.max(...errors)).toBeGreaterThan(10);
    expect(Math.max(...errors)).toBeLessThan(300);
  });

  it('weighs an arm that leans on the shelf, and is itself again afterwards', () => {
    const lean = { type: 'leaned', at: START + 20_000, section: SECTION, grams: 2_000, forMs: 5_000 } as const;
    const { weights, lying } = weigh({ scaleDriftPerHour: 0 }, 5, (world) => world.agenda.book(lean.at, () => world.tell(lean)));
    const during = weights.filter(({ at }) => at > lean.at && at < lean.at + lean.forMs);
    expect(during.length).toBeGreaterThan(3);
    for (const { grams } of during) expect(grams - lying).toBeGreaterThan(1_500);
    const after = weights.filter(({ at, stable }) => stable && at > lean.at + lean.forMs + 2_000);
    expect(after.length).toBeGreaterThan(3);
    for (const { grams } of after) expect(Math.abs(grams - lying)).toBeLessThan(8);
  });
});
