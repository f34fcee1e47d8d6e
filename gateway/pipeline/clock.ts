/**
 * Receive time for the whole gateway, epoch ms: follows the machine's clock but never goes back. It runs on the monotonic
 * timer, so a step backwards (operator, NTP) is ignored until the machine's clock has caught up, and a step forward of more
 * than two seconds is taken over. `notBefore` carries the rule over a restart.
 */
export function createClock(notBefore: number, wall: () => number = Date.now, timer: () => number = () => performance.now()): () => number {
  let base = Math.max(wall(), notBefore) - timer();
  let last = notBefore;
  return () => {
    const now = wall();
    if (now > base + timer() + 2_000) base = now - timer();
    last = Math.max(last, Math.floor(base + timer()));
    return last;
  };
}
