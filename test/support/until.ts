import { setTimeout as pause } from 'node:timers/promises';
import { vi } from 'vitest';

/** Waits for something that another process or a socket brings about; fails with its name instead of hanging. */
export async function until(isSo: () => boolean, what: string, withinMs = 30_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain for: ${what}`);
    await pause(2);
  }
}

/** Tries until the check holds, and fails with its own words: a machine that is busy with other tests answers late, and is right. */
export const eventually = <T>(check: () => T | Promise<T>, { timeout = 30_000, interval = 25 } = {}): Promise<T> =>
  vi.waitFor(check, { timeout, interval });
