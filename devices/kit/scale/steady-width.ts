import type { DriverMemory } from '../define-device.ts';

/**
 * The guard of messages that have neither a check value nor a width that the protocol fixes: a scale writes each weight as wide
 * as the one before, so one of another width has lost a character (`11.240` is not `1.240`). False for it, once; when the next
 * one is as wide, the scale was switched to another unit, and that is its width from then on.
 */
export function isSteadyWidth(memory: DriverMemory, width: number): boolean {
  const { width: usual, otherWidth } = memory;
  if (typeof usual !== 'number' || otherWidth === width) memory.width = width;
  delete memory.otherWidth;
  if (memory.width === width) return true;
  memory.otherWidth = width;
  return false;
}
