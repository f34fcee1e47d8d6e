import { z } from 'zod';
import type { Instant } from '../../../gateway/domain/units.ts';
import { type Decoding, warn } from '../decoding.ts';
import { isTimezone, parseLocalTime } from '../local-time.ts';
import { parseDeviceTime } from '../time.ts';

/** `settings.timezone` of hardware that tells local times without a zone. */
export const timezoneSetting = z
  .string()
  .refine(isTimezone, 'expected an IANA time zone such as Asia/Taipei')
  .nullable()
  .default(null)
  .describe('IANA time zone in which the device’s clock is set; without it its local times are not used and the time of arrival counts');

/**
 * The time of a message that usually is local to the device: null without a zone, of its own or configured. That alone is no
 * news; what is no time at all is noted as `unusable-time`.
 */
export function readLocalTime(value: unknown, timezone: string | null, decoding: Decoding): Instant | null {
  const { receivedAt } = decoding;
  const own = parseDeviceTime(value);
  if (own !== null) return own;
  const isLocal = typeof value === 'string' && parseLocalTime(value, 'UTC', receivedAt) !== null;
  if (!isLocal && value !== undefined && value !== null) warn(decoding, 'unusable-time');
  return isLocal && timezone !== null ? parseLocalTime(value, timezone, receivedAt) : null;
}
