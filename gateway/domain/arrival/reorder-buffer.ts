import type { TagRead } from '../readings.ts';

/** One slot for each millisecond in which a held read can be due: 2 s before and after now, and some. A power of two. */
const SLOTS = 4_096;

/**
 * Holds reads until they are due and hands them over in the order in which they happened. A read is due at its `receivedAt`, which
 * its holder has set. A ring of milliseconds: nothing is sorted but the reads of one slot, and nothing allocated for a read.
 */
export interface ReorderBuffer {
  /** Takes a read that is due at `released` or later, and within four seconds of it. */
  hold(read: TagRead): void;
  /**
   * Hands over, in order, what was due before `now` (epoch ms). What the same reader reports twice of one tag, antenna and time is
   * handed over once, with the stronger signal.
   */
  release(now: number, hand: (read: TagRead) => void): void;
  /** What is held, in the order in which it would be handed over. */
  save(): SavedBuffer;
}

export interface SavedBuffer {
  /** Everything due before this has been handed over, epoch ms; 0 at the beginning. */
  readonly released: number;
  readonly reads: readonly TagRead[];
}

const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Negative when `a` goes first. Reads that agree in all of it are the same to everybody. */
const order = (a: TagRead, b: TagRead): number =>
  a.at - b.at ||
  textOrder(a.device, b.device) ||
  a.antenna - b.antenna ||
  textOrder(a.epc, b.epc) ||
  (b.rssi ?? -1_000) - (a.rssi ?? -1_000) ||
  b.count - a.count;

const isSame = (a: TagRead, b: TagRead): boolean =>
  a.at === b.at && a.reportedAt !== null && a.epc === b.epc && a.antenna === b.antenna && a.device === b.device;

export const createReorderBuffer = (saved?: SavedBuffer): ReorderBuffer => {
  const slots: TagRead[][] = Array.from({ length: SLOTS }, () => []);
  let released = saved?.released ?? 0;
  let size = 0;

  const hold = (read: TagRead): void => {
    const slot = slots[Math.floor(read.receivedAt) & (SLOTS - 1)] ?? [];
    let place = slot.length;
    for (; place > 0; place--) {
      const before = slot[place - 1];
      if (before === undefined || order(before, read) <= 0) break;
    }
    const before = slot[place - 1];
    if (before !== undefined && isSame(before, read)) return;
    if (place === slot.length) {
      slot.push(read);
      size++;
      return;
    }
    const after = slot[place];
    if (after !== undefined && isSame(after, read)) slot[place] = read;
    else {
      slot.splice(place, 0, read);
      size++;
    }
  };

  for (const read of saved?.reads ?? []) hold(read);

  const empty = (slot: TagRead[], hand: (read: TagRead) => void): void => {
    for (let i = 0; i < slot.length; i++) {
      const read = slot[i];
      if (read !== undefined) hand(read);
    }
    size -= slot.length;
    slot.length = 0;
  };

  const release = (now: number, hand: (read: TagRead) => void): void => {
    const until = Math.floor(now);
    for (let due = released; due < until && size > 0; due++) {
      const slot = slots[due & (SLOTS - 1)];
      if (slot !== undefined && slot.length > 0) empty(slot, hand);
    }
    released = Math.max(released, until);
  };

  const inOrder = (): TagRead[] => {
    const reads: TagRead[] = [];
    for (let due = released; reads.length < size && due < released + SLOTS; due++) reads.push(...(slots[due & (SLOTS - 1)] ?? []));
    return reads;
  };

  return { hold, release, save: () => ({ released, reads: inOrder() }) };
};
