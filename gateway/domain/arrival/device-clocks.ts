import type { DeviceId } from '../ids.ts';
import type { Reading } from '../readings.ts';
import { type Instant, instant } from '../units.ts';
import { type ClockState, newClock, noteLag, setCorrection } from './device-clock.ts';
import type { ArrivalSettings } from './settings.ts';

/** Delay that all messages of a shop may share; more is the clock of a device. */
const LONGEST_DELAY_MS = 1_000;
/** Older than this is no history that a device has kept, but a clock that has lost its time. */
const OLDEST_HISTORY_MS = 7 * 86_400_000;

/**
 * The clocks of the devices against each other: offset of a device = running low percentile of (received - stated), minus the median
 * over the devices, which is the delay that all messages have. Kept histories of a device whose clock is known stay in the past.
 * @see Xapp `AdjustLastReadOnByOrigin` (EdgeX), which shifts each report by its newest read and so loses all histories
 */
export interface DeviceClocks {
  /**
   * When it happened, by the gateway's clock; at most `ahead` ms after the receive time, which is for callers that wait for the time
   * to come. A reading without a time of its own happened when it was received.
   */
  when(reading: Reading, ahead: number): Instant;
  save(): SavedClocks;
}

export type SavedClocks = readonly (readonly [DeviceId, ClockState])[];

/** Readings that are told as they happen. Retained ones (status, state, info) are as old as they like. */
const isLive = (kind: Reading['kind']): boolean =>
  kind === 'tag' || kind === 'card' || kind === 'weight' || kind === 'count' || kind === 'presence' || kind === 'sale';

export const createDeviceClocks = ({ reorder, clockTolerance }: ArrivalSettings, saved?: SavedClocks): DeviceClocks => {
  const clocks = new Map<DeviceId, ClockState>(saved?.map(([device, clock]) => [device, { ...clock }]));

  /** The middle one of the lags that can be delays; 0 when there is none. A negative one means that reads are stated a little early. */
  const commonDelay = (): number => {
    const lags: number[] = [];
    for (const { lag } of clocks.values()) if (lag !== null && lag >= -reorder && lag <= LONGEST_DELAY_MS) lags.push(lag);
    lags.sort((a, b) => a - b);
    return lags[(lags.length - 1) >> 1] ?? 0;
  };

  const note = (device: DeviceId, reportedAt: number, receivedAt: number): ClockState => {
    let clock = clocks.get(device);
    if (clock === undefined) {
      clock = newClock(receivedAt);
      clocks.set(device, clock);
    }
    if (noteLag(clock, reportedAt, receivedAt)) setCorrection(clock, commonDelay(), clockTolerance);
    return clock;
  };

  return {
    when: (reading, ahead) => {
      const { at, reportedAt, receivedAt, kind } = reading;
      if (reportedAt === null || !isLive(kind)) return instant(Math.min(at, receivedAt));
      const clock = note(reading.device, reportedAt, receivedAt);
      // Tills may send their receipts late, always by as much: only one that is ahead of the time is surely wrong.
      const correction = kind === 'sale' ? Math.min(0, clock.correction) : clock.correction;
      const stated = reportedAt + correction;
      const known = clock.lag !== null && receivedAt - stated < OLDEST_HISTORY_MS;
      return instant(Math.min(known ? stated : at, receivedAt + ahead));
    },
    save: () => [...clocks],
  };
};
