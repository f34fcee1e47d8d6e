import { createRandom } from '../random.ts';
import type { RadioPreset } from './presets.ts';

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/**
 * The world of one seed: each value of the preset moved a little, as shops with the same hardware differ. Levels in dB move by a normal
 * law (RSSI at 1 m by 4 dB, more than readers of one make differ), sizes by a log-normal one, so that none changes its sign and
 * what the preset leaves out (0) stays out.
 */
export function drawWorld(preset: RadioPreset, seed: number): RadioPreset {
  const random = createRandom(seed, `world ${preset.name}`);
  const size = (value: number, spread: number): number => (value === 0 ? 0 : random.around(value, spread));
  return {
    ...preset,
    rssiAtOneMetre: clamp(random.normal(preset.rssiAtOneMetre, 4), preset.rssiAtOneMetre - 8, preset.rssiAtOneMetre + 8),
    marginAtOneMetre: clamp(random.normal(preset.marginAtOneMetre, 1.2), preset.marginAtOneMetre - 2, preset.marginAtOneMetre + 3),
    pathExponent: clamp(random.normal(preset.pathExponent, 0.15), 1.8, 2.6),
    antennaSpread: size(preset.antennaSpread, 0.2),
    shadow: size(preset.shadow, 0.15),
    fading: size(preset.fading, 0.2),
    fadingSeconds: size(preset.fadingSeconds, 0.3),
    noise: size(preset.noise, 0.2),
    handLoss: size(preset.handLoss, 0.2),
    walletLoss: size(preset.walletLoss, 0.2),
    bodyLoss: size(preset.bodyLoss, 0.2),
    readerFloor: clamp(random.normal(preset.readerFloor, 1.5), preset.readerFloor - 3, preset.readerFloor + 3),
    readsPerSecond: size(preset.readsPerSecond, 0.12),
    gateFactor: size(preset.gateFactor, 0.2),
    shelfRate: size(preset.shelfRate, 0.3),
    gateRate: size(preset.gateRate, 0.3),
    strays: size(preset.strays, 0.4),
    deadTags: size(preset.deadTags, 0.25),
    outagesPerHour: size(preset.outagesPerHour, 0.4),
    outageSeconds: size(preset.outageSeconds, 0.3),
    clockOffsetMs: size(preset.clockOffsetMs, 0.4),
    clockDriftMsPerHour: size(preset.clockDriftMsPerHour, 0.4),
    counterMiss: size(preset.counterMiss, 0.4),
    counterMissInGroup: size(preset.counterMissInGroup, 0.3),
    scaleNoise: size(preset.scaleNoise, 0.3),
    scaleDriftPerHour: size(preset.scaleDriftPerHour, 0.4),
    walkingSpeed: size(preset.walkingSpeed, 0.08),
    unruly: size(preset.unruly, 0.15),
  };
}
