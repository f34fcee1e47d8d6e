/** A slide counts as shown after it was on a visible page for this long without a break, ms. */
const PROVEN_MS = 1_000;
/** Frames further apart than this were not painted for anybody: the machine slept, or the window was covered. */
const LONGEST_FRAME_MS = 1_000;

/** How long people could see something, from the times of painted frames. */
export interface VisibleTime {
  /** A frame was painted at `at` (ms of any steady clock) on a page that was visible or not. True from the proof on. */
  frame(at: number, isVisible: boolean): boolean;
  /** All the time that it was visible so far, ms. */
  total(): number;
}

export function createVisibleTime(): VisibleTime {
  let last: number | null = null;
  let unbroken = 0;
  let total = 0;
  let isProven = false;
  return {
    frame(at, isVisible) {
      const passed = last === null ? 0 : Math.max(0, at - last);
      if (!isVisible || passed > LONGEST_FRAME_MS) unbroken = 0;
      else {
        unbroken += passed;
        total += passed;
      }
      last = isVisible ? at : null;
      isProven ||= unbroken >= PROVEN_MS;
      return isProven;
    },
    total: () => Math.round(total),
  };
}
