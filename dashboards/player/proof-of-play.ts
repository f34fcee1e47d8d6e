/** A slide counts as shown after it was on a visible page for this long. */
const VISIBLE_MS = 1_000;

/**
 * Calls `proven` once the page was visible and painting for a whole second without a break: only painted frames count,
 * so a hidden tab, a minimised window or a switched-off browser never proves anything. Returns what stops watching.
 */
export function watchVisible(proven: () => void): () => void {
  let handle = 0;
  let visibleSince: number | null = null;
  const frame = (at: number) => {
    if (document.visibilityState !== 'visible') visibleSince = null;
    else visibleSince ??= at;
    if (visibleSince !== null && at - visibleSince >= VISIBLE_MS) {
      proven();
      return;
    }
    handle = requestAnimationFrame(frame);
  };
  const forget = () => {
    visibleSince = null;
  };
  document.addEventListener('visibilitychange', forget);
  handle = requestAnimationFrame(frame);
  return () => {
    cancelAnimationFrame(handle);
    document.removeEventListener('visibilitychange', forget);
  };
}
