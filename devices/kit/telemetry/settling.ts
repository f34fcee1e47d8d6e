import { z } from 'zod';
import type { DriverMemory } from '../define-device.ts';
import { isObject } from '../json.ts';

/** More load cells hang on no node. */
const MOST_CHANNELS = 16;

/** `settings.stableWithinG` of load cells whose firmware tells no motion. */
export const stableWithinG = z
  .number()
  .min(0)
  .max(1_000)
  .default(5)
  .describe('Grams by which two weights in a row may differ to count as a pan at rest; the firmware itself tells no motion');

/**
 * Whether a pan is at rest, for firmware that has no motion flag: when two messages in a row say the same weight. The first
 * weight after a start is not: it may have been taken while somebody reached in.
 */
export function isSettled(memory: DriverMemory, channel: string, grams: number, withinG: number): boolean {
  const last: Record<string, unknown> = isObject(memory.grams) ? { ...memory.grams } : {};
  const before = last[channel];
  if (before === undefined && Object.keys(last).length >= MOST_CHANNELS) return false;
  last[channel] = grams;
  memory.grams = last;
  return typeof before === 'number' && Math.abs(grams - before) <= withinG;
}

/** kg as told with some decimals, in grams without the noise of binary fractions. */
export const gramsOfKg = (kg: number): number => Math.round(kg * 1_000_000) / 1_000;
