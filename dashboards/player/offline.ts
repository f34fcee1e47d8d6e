/** Whether the page can start without a network, and why not. */
type OfflineState = 'ready' | 'starting' | 'insecure' | 'failed';

export interface Offline {
  state(): OfflineState;
  /** Asks whether there is a newer page: a kiosk loads its page once and then stands for months. */
  look(): void;
  /** Keeps these pictures; those that are not among them may go. */
  keep(pictures: readonly string[]): void;
}

/**
 * Has the service worker keep the page and its pictures, so that a player that restarts without a network still plays. Browsers
 * allow that on https and on this machine itself only; elsewhere the display works while it runs, and its heartbeat says
 * `insecure`. `onUpdate`: a newer page is ready and comes with the next load.
 */
export function startOffline(onUpdate: () => void): Offline {
  if (!('serviceWorker' in navigator) || !isSecureContext) return { state: () => 'insecure', look: () => undefined, keep: () => undefined };
  let state: OfflineState = 'starting';
  const { serviceWorker } = navigator;
  const wasControlled = serviceWorker.controller !== null;
  // The first worker takes over a page that is as new as itself.
  serviceWorker.addEventListener('controllerchange', () => void (wasControlled && onUpdate()));
  serviceWorker.register('./sw.js', { scope: './', updateViaCache: 'none' }).catch(() => {
    state = 'failed';
  });
  void serviceWorker.ready.then(() => {
    state = 'ready';
  });
  // Else a browser that runs short of space may throw it all away.
  void navigator.storage?.persist?.();
  return {
    state: () => state,
    look() {
      // Without a network there is nothing to find; it is asked again.
      void serviceWorker.ready.then((registration) => registration.update()).catch(() => undefined);
    },
    keep(pictures) {
      void serviceWorker.ready.then(({ active }) => active?.postMessage({ type: 'keep', pictures }));
    },
  };
}
