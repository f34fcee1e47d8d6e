import { hash } from 'node:crypto';
import type { Frame } from './frame.ts';
import { RecentNumbers, type SavedNumbers } from './recent-numbers.ts';

/** Bytes of a hash that are kept, and how many of the last one's bits: 52 in all, which a number holds exactly. */
const WHOLE_BYTES = 6;
const LAST_BITS = 4;

/**
 * Recognises a message that was sent again because its acknowledgement got lost: the same bytes on the same topic from the
 * same device. Without the sender's own mark (MQTT DUP) that is only believed of a message that carries its own time or id,
 * since two people may well pass a counter that says {"in":1} twice. What is remembered goes into checkpoints, and the hash
 * of a card message could be guessed number by number: so it is keyed with a secret that is kept outside the database. Of the hash
 * 52 bits are kept: among 512 messages one in ten million million is taken for another. Of each device the last 256 messages are
 * remembered at least, 512 at most; an older one is not recognised.
 */
export function createDuplicates(secret: string, saved: Readonly<Record<string, SavedNumbers>> = {}) {
  const known = new Map<string, RecentNumbers>(Object.entries(saved).map(([device, prints]) => [device, new RecentNumbers(prints)]));
  const fingerprint = createFingerprint(secret);
  return {
    /** True when the frame repeats one that was taken before; remembers it otherwise. */
    isRepeated(frame: Frame, device: string, namesItself: boolean): boolean {
      let seen = known.get(device);
      if (!seen) {
        seen = new RecentNumbers();
        known.set(device, seen);
      }
      return seen.hasOrNotes(fingerprint(frame)) && (frame.repeated || namesItself);
    },
    snapshot: (): Record<string, SavedNumbers> => Object.fromEntries([...known].map(([device, prints]) => [device, prints.save()])),
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
