const FREE_FAILURES = 5;
const LONGEST_WAIT_MS = 30_000;
const FORGOTTEN_AFTER_MS = 15 * 60_000;
const MOST_ADDRESSES = 10_000;

interface Failures {
  readonly count: number;
  readonly at: number;
}

/** Slows down guessing without ever shutting a door: waits count per address, never per user, and end by themselves. */
export interface LoginThrottle {
  /** Ms until this address may try again; 0 when it may now. */
  waitMs(address: string): number;
  failed(address: string): void;
  succeeded(address: string): void;
}

/** IPv6 hands every house a whole /64: addresses inside it are one guesser. */
const toKey = (address: string): string => (address.includes(':') && !address.includes('.') ? address.split(':', 4).join(':') : address);

/**
 * Five failures are free; each further one doubles the wait from one second up to thirty. A try during the wait is not
 * counted, so whoever shares the address with a guesser waits 30 s at most. Failures are forgotten after 15 quiet minutes;
 * at most 10,000 addresses are remembered. `clock` is epoch ms.
 */
export function createLoginThrottle(clock: () => number): LoginThrottle {
  const byAddress = new Map<string, Failures>();

  const failuresOf = (key: string): Failures | null => {
    const failures = byAddress.get(key);
    if (!failures) return null;
    if (clock() - failures.at < FORGOTTEN_AFTER_MS) return failures;
    byAddress.delete(key);
    return null;
  };

  return {
    waitMs: (address) => {
      const failures = failuresOf(toKey(address));
      if (failures === null || failures.count < FREE_FAILURES) return 0;
      const wait = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (failures.count - FREE_FAILURES));
      return Math.max(0, failures.at + wait - clock());
    },
    failed: (address) => {
      const key = toKey(address);
      const count = (failuresOf(key)?.count ?? 0) + 1;
      byAddress.delete(key);
      byAddress.set(key, { count, at: clock() });
      const oldest = byAddress.keys().next();
      if (byAddress.size > MOST_ADDRESSES && !oldest.done) byAddress.delete(oldest.value);
    },
    succeeded: (address) => void byAddress.delete(toKey(address)),
  };
}
