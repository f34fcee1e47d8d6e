import type { Instant } from '../../gateway/domain/units.ts';
import { createRandom } from '../random.ts';
import type { RadioPreset } from '../scenarios/presets.ts';

/**
 * What a device's own clock shows at a simulated time: off by some milliseconds, and a little more each hour. In a hurried live
 * run it advances `pace` times slower than the simulated time, as the wall clock of the gateway does.
 */
export type DeviceClock = (trueMs: number) => Instant;

export function createDeviceClock(device: string, preset: RadioPreset, seed: number, startAt: number, pace: number): DeviceClock {
  const random = createRandom(seed, `clock ${device}`);
  const offset = random.normal(0, preset.clockOffsetMs);
  const drift = random.normal(0, preset.clockDriftMsPerHour) / 3_600_000;
  return (simulatedMs) => {
    const passed = (simulatedMs - startAt) / pace;
    return Math.round(startAt + passed + offset + drift * passed) as Instant;
  };
}
