/** Keeps the screen on while somebody wants it, where the browser can; asked for anew whenever the page is seen again. Returns what ends it. */
export function keepAwake(): () => void {
  if (!('wakeLock' in navigator)) return () => {};
  let lock: WakeLockSentinel | null = null;
  let isOver = false;
  const hold = async (): Promise<void> => {
    if (isOver || document.visibilityState !== 'visible') return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (isOver) await lock.release();
    } catch {
      // The battery is low, or the browser does not want to: the page is shown all the same.
    }
  };
  const seenAgain = () => void hold();
  document.addEventListener('visibilitychange', seenAgain);
  void hold();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', seenAgain);
    void lock?.release().catch(() => undefined);
  };
}
