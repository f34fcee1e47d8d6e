import type { DeviceId } from '../ids.ts';
import { rounded } from '../statistics.ts';
import type { DurationMs, Instant } from '../units.ts';
import type { Alarms } from './alarms.ts';

/** What is known of a device's clock; plain data. */
export interface ClockState {
  /** Gateway time minus device time, ms: the least of the running minute, since messages can be late but never early. */
  lag: number | null;
  /** Minutes in a row in which it was too far off. */
  off: number;
}

export const newClock: Readonly<ClockState> = { lag: null, off: 0 };

/** A clock may be set in any minute; after this many in a row nobody will. */
const PATIENCE_MINUTES = 3;

/** Notes the time of a reading that tells what happens now. */
export function noteTime(clock: ClockState, reportedAt: Instant, receivedAt: Instant): void {
  const lag = receivedAt - reportedAt;
  if (clock.lag === null || lag < clock.lag) clock.lag = lag;
}

/** Closes a minute: reports a clock that stays further off than `bound`. Gives the lag of this minute, ms; null when no time was told. */
export function checkClock(clock: ClockState, device: DeviceId, bound: DurationMs, now: Instant, alarms: Alarms): number | null {
  const { lag } = clock;
  clock.lag = null;
  if (lag === null) return null;
  if (Math.abs(lag) <= bound) {
    clock.off = 0;
    alarms.clear('clock-skew', device, '', now, 'in-step');
    return lag;
  }
  clock.off++;
  if (clock.off >= PATIENCE_MINUTES) {
    const facts = { seconds: rounded(Math.abs(lag) / 1_000), limit: rounded(bound / 1_000) };
    alarms.raise(
      { about: 'clock-skew', severity: 'minor', confidence: 0.9, device, why: [{ code: 'clock-differs', nats: 2.5, facts }] },
      now,
    );
  }
  return lag;
}
