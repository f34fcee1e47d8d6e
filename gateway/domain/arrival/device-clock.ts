import type { DurationMs } from '../units.ts';

/**
 * What is known of one device's clock; plain data. The lag is gateway time minus device time, ms: the least of some seconds, since a
 * message can be late and never early, and the newest read of a batch is hardly late at all.
 */
export interface ClockState {
  /** Established lag, ms; null until the device has shown that its clock is steady. */
  lag: number | null;
  /** What is added to the times that it states, ms. */
  correction: number;
  /** Least lag of the running window, and when that window ends (receive time, epoch ms). */
  low: number;
  until: number;
  /** A lag that differs from the established one, and how many windows in a row have shown it. */
  other: number;
  times: number;
}

/** Length of a window of receive time. */
const WINDOW_MS = 5_000;
/** Lags of a steady clock agree to this; what varies more is delay, not clock. */
const AGREE_MS = 250;
/** Windows in a row that make a lag believed: a clock was set, and the messages are not a backlog, whose lag shrinks. */
const BELIEVED_AFTER = 3;
/** A lag that falls is nearer to the truth, one that rises may be delay: drift is far slower than either. */
const FALLING = 0.5;
const RISING = 0.1;
/** A change of a correction below this is noise. */
const STEADY_MS = 150;
/** A correction is kept down to this share of the tolerance, so that it does not come and go. */
const KEPT = 0.6;

export const newClock = (receivedAt: number): ClockState => ({
  lag: null,
  correction: 0,
  low: Number.MAX_SAFE_INTEGER,
  until: receivedAt + WINDOW_MS,
  other: 0,
  times: 0,
});

/** Takes what one reading says of the clock. True when a window ended and the lag may be another one. */
export const noteLag = (clock: ClockState, reportedAt: number, receivedAt: number): boolean => {
  const lag = receivedAt - reportedAt;
  if (receivedAt < clock.until) {
    if (lag < clock.low) clock.low = lag;
    return false;
  }
  endWindow(clock);
  clock.low = lag;
  clock.until = receivedAt + WINDOW_MS;
  return true;
};

const endWindow = (clock: ClockState): void => {
  const { low, lag } = clock;
  if (low === Number.MAX_SAFE_INTEGER) return;
  if (lag !== null && Math.abs(low - lag) <= AGREE_MS) {
    clock.lag = lag + (low < lag ? FALLING : RISING) * (low - lag);
    clock.times = 0;
    return;
  }
  // Measured against the first of the row: a backlog that is worked off slowly agrees with its neighbour, not with that.
  clock.times = clock.times > 0 && Math.abs(low - clock.other) <= AGREE_MS ? clock.times + 1 : 1;
  if (clock.times === 1) clock.other = low;
  if (clock.times < BELIEVED_AFTER) return;
  clock.lag = low;
  clock.times = 0;
};

/** Settles what is added to the device's times, from its lag and the delay that all messages have. */
export const setCorrection = (clock: ClockState, delay: number, tolerance: DurationMs): void => {
  if (clock.lag === null) return;
  const wanted = clock.lag - delay;
  const bound = clock.correction === 0 ? tolerance : tolerance * KEPT;
  if (Math.abs(wanted) <= bound) clock.correction = 0;
  else if (Math.abs(wanted - clock.correction) > STEADY_MS) clock.correction = Math.round(wanted);
};
