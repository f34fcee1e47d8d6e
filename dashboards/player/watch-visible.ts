import { createVisibleTime } from './visible-time.ts';

/**
 * Watches the page paint, and calls `proven` once what is on it was seen for a second: only painted frames count, so a hidden
 * tab, a minimised window or a switched-off browser never proves anything. What it returns stops watching and tells the
 * visible time, ms.
 */
export function watchVisible(proven: (visibleMs: number) => void): () => number {
  const visible = createVisibleTime();
  let isTold = false;
  let handle = 0;
  const frame = (at: number) => {
    if (visible.frame(at, document.visibilityState === 'visible') && !isTold) {
      isTold = true;
      proven(visible.total());
    }
    handle = requestAnimationFrame(frame);
  };
  // Between a page that is hidden and its next frame nothing else would say that there was a break.
  const changed = () => void visible.frame(performance.now(), document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', changed);
  handle = requestAnimationFrame(frame);
  return () => {
    cancelAnimationFrame(handle);
    document.removeEventListener('visibilitychange', changed);
    return visible.total();
  };
}
