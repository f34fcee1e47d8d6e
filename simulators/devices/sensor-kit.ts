import type { DeviceReading } from '../../devices/kit/define-device.ts';
import type { DevicePlace, DeviceRole } from '../layout/layout.ts';
import { createRandom, type Random } from '../random.ts';
import type { RadioPreset } from '../scenarios/presets.ts';
import type { World } from '../shop/world.ts';
import type { DeviceClock } from './clock.ts';
import type { Said } from './readings.ts';

export interface SensorOptions {
  readonly world: World;
  readonly preset: RadioPreset;
  readonly seed: number;
  readonly clocks: ReadonlyMap<string, DeviceClock>;
  /** Takes what a device says, at the true time of sending. */
  readonly say: (device: string, at: number, reading: DeviceReading, retain?: boolean) => void;
}

/** What all sensors need: their clock, their voice, and a way to speak later or again and again. */
export interface SensorKit {
  readonly world: World;
  readonly preset: RadioPreset;
  readonly random: Random;
  ofRole(role: DeviceRole): readonly DevicePlace[];
  /** Says something now; `at` is the true time. */
  say(device: string, at: number, make: (said: Said) => DeviceReading, retain?: boolean): void;
  /** Says something at a later time, with the clock of that time. */
  sayLater(device: string, at: number, make: (said: Said) => DeviceReading, retain?: boolean): void;
  /** Repeats an action; the first time somewhere inside the first period, so that devices do not speak in step. */
  every(periodMs: number, action: (at: number) => void): void;
}

export function createSensorKit({ world, preset, seed, clocks, say: send }: SensorOptions): SensorKit {
  const { agenda, layout } = world;
  const random = createRandom(seed, 'sensors');
  const devices = [...layout.devices.values()];
  const say: SensorKit['say'] = (device, at, make, retain) => {
    const clock = clocks.get(device);
    if (clock) send(device, at, make({ device, at: clock(at) }), retain);
  };
  const repeat = (at: number, periodMs: number, action: (at: number) => void): void =>
    agenda.book(at, () => {
      action(at);
      repeat(at + periodMs, periodMs, action);
    });
  return {
    world,
    preset,
    random,
    ofRole: (role) => devices.filter((device) => device.roles.has(role)),
    say,
    sayLater: (device, at, make, retain) => agenda.book(at, () => say(device, at, make, retain)),
    every: (periodMs, action) => repeat(world.now + random.int(0, periodMs - 1), periodMs, action),
  };
}
