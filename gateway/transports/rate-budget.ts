/**
 * A budget of messages and bytes per device that slows a device down instead of cutting it off: `take` books the message
 * and tells how many ms to hold it. Nothing is lost, the sender feels it as a slow broker. One second's worth may come at
 * once. All connections of a device share one budget.
 */
export function createRateBudget(options: { messagesPerSecond: number; bytesPerSecond: number; clock: () => number }) {
  const perMessageMs = 1_000 / options.messagesPerSecond;
  const perByteMs = 1_000 / options.bytesPerSecond;
  /** Per device: when all that it has booked so far is paid for. */
  const paidAt = new Map<string, number>();

  return {
    take(device: string, bytes: number): number {
      const now = options.clock();
      const start = paidAt.get(device);
      // A clock that was set back must not make a device wait for the time that is gone.
      const from = start === undefined || start > now + 3_600_000 ? now : Math.max(start, now);
      const end = from + Math.max(perMessageMs, bytes * perByteMs);
      paidAt.set(device, end);
      return Math.max(0, end - now - 1_000);
    },
    forget(device: string): void {
      paidAt.delete(device);
    },
  };
}
export type RateBudget = ReturnType<typeof createRateBudget>;
