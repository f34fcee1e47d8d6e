import { setTimeout as pause } from 'node:timers/promises';

/** Waits for something that another process or a socket brings about; fails with its name instead of hanging. */
export async function until(isSo: () => boolean, what: string, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain for: ${what}`);
    await pause(2);
  }
}
