import type { Instant } from '../../gateway/domain/units.ts';
import { createRandom } from '../random.ts';
import type { RadioPreset } from '../scenarios/presets.ts';

/** What a device's own clock shows at a true time: off by some milliseconds, and a little more each hour. */
export type DeviceClock = (trueMs: number) => Instant;

export function createDeviceClock(device: string, preset: RadioPreset, seed: number, startAt: number): DeviceClock {
  const random = createRandom(seed, `clock ${device}`);
  const offset = random.normal(0, preset.clockOffsetMs);
  const drift = random.normal(0, preset.clockDriftMsPerHour) / 3_600_000;
  return (trueMs) => Math.round(trueMs + offset + drift * (trueMs - startAt)) as Instant;
}
