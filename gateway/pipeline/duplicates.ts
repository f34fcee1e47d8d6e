import { hash } from 'node:crypto';
import type { Frame } from './frame.ts';

/** At least so many messages are remembered per device, at most twice as many; an older one is not recognised. */
const REMEMBERED = 256;

/** What is remembered of one device, newest last, as saved in a checkpoint. */
export type SavedPrints = readonly [older: readonly string[], newer: readonly string[]];

/**
 * Recognises a message that was sent again because its acknowledgement got lost: the same bytes on the same topic from the
 * same device. Without the sender's own mark (MQTT DUP) that is only believed of a message that carries its own time or id,
 * since two people may well pass a counter that says {"in":1} twice. What is remembered goes into checkpoints, and the hash
 * of a card message could be guessed number by number: so it is keyed with a secret that is kept outside the database.
 */
export function createDuplicates(secret: string, saved: Readonly<Record<string, SavedPrints>> = {}) {
  // Two generations instead of a queue: when the newer one is full it becomes the older, and nothing is ever taken out singly.
  const known = new Map(
    Object.entries(saved).map(([device, [older, newer]]) => [device, { older: new Set(older), newer: new Set(newer) }]),
  );
  return {
    /** True when the frame repeats one that was taken before; remembers it otherwise. */
    isRepeated(frame: Frame, device: string, namesItself: boolean): boolean {
      let seen = known.get(device);
      if (!seen) {
        seen = { older: new Set(), newer: new Set() };
        known.set(device, seen);
      }
      const print = fingerprint(secret, frame);
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

function fingerprint(secret: string, { topic, bytes }: Frame): string {
  const whole = Buffer.allocUnsafe(secret.length + topic.length * 3 + bytes.length);
  const length = whole.write(secret, 'latin1') + whole.write(topic, secret.length);
  whole.set(bytes, length);
  return hash('sha1', whole.subarray(0, length + bytes.length), 'base64');
}
