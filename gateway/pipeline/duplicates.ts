import { hash } from 'node:crypto';
import type { Frame } from './frame.ts';

/** At least so many messages are remembered per device, at most twice as many; an older one is not recognised. */
const REMEMBERED = 256;
/** Bytes of a hash that are kept, and how many of the last one's bits: 52 in all, which a number holds exactly. */
const WHOLE_BYTES = 6;
const LAST_BITS = 4;

/** What is remembered of one device, newest last, as saved in a checkpoint. */
export type SavedPrints = readonly [older: readonly number[], newer: readonly number[]];

interface Prints {
  older: Set<number>;
  newer: Set<number>;
}

/**
 * Recognises a message that was sent again because its acknowledgement got lost: the same bytes on the same topic from the
 * same device. Without the sender's own mark (MQTT DUP) that is only believed of a message that carries its own time or id,
 * since two people may well pass a counter that says {"in":1} twice. What is remembered goes into checkpoints, and the hash
 * of a card message could be guessed number by number: so it is keyed with a secret that is kept outside the database. Of the hash
 * 52 bits are kept: among 512 messages one in ten million million is taken for another.
 */
export function createDuplicates(secret: string, saved: Readonly<Record<string, SavedPrints>> = {}) {
  // Two generations instead of a queue: when the newer one is full it becomes the older, and nothing is ever taken out singly.
  const known = new Map<string, Prints>(
    Object.entries(saved).map(([device, [older, newer]]) => [device, { older: new Set(older), newer: new Set(newer) }]),
  );
  const fingerprint = createFingerprint(secret);
  return {
    /** True when the frame repeats one that was taken before; remembers it otherwise. */
    isRepeated(frame: Frame, device: string, namesItself: boolean): boolean {
      let seen = known.get(device);
      if (!seen) {
        seen = { older: new Set(), newer: new Set() };
        known.set(device, seen);
      }
      const print = fingerprint(frame);
      if (seen.newer.has(print) || seen.older.has(print)) return frame.repeated || namesItself;
      if (seen.newer.size >= REMEMBERED) {
        seen.older = seen.newer;
        seen.newer = new Set();
      }
      seen.newer.add(print);
      return false;
    },
    snapshot: (): Record<string, SavedPrints> =>
      Object.fromEntries([...known].map(([device, { older, newer }]) => [device, [[...older], [...newer]]])),
  };
}

/** Keeps one buffer that begins with the secret; it grows to the longest message so far, which the intake has bounded. */
function createFingerprint(secret: string): (frame: Frame) => number {
  let whole = Buffer.alloc(0);
  return ({ topic, bytes }) => {
    const most = secret.length + topic.length * 3 + bytes.length;
    if (whole.length < most) {
      whole = Buffer.alloc(2 * most);
      whole.write(secret, 'latin1');
    }
    const length = secret.length + whole.write(topic, secret.length);
    whole.set(bytes, length);
    const digest = hash('sha1', whole.subarray(0, length + bytes.length), 'binary');
    let print = 0;
    for (let i = 0; i < WHOLE_BYTES; i++) print = print * 256 + digest.charCodeAt(i);
    return print * 2 ** LAST_BITS + (digest.charCodeAt(WHOLE_BYTES) >> (8 - LAST_BITS));
  };
}
