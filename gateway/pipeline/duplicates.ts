import { hash } from 'node:crypto';
import type { Frame } from './frame.ts';

/** Messages remembered per device; a repetition older than these many is not recognised. */
const REMEMBERED = 256;

/**
 * Recognises a message that was sent again because its acknowledgement got lost: the same bytes on the same topic from the
 * same device. Without the sender's own mark (MQTT DUP) that is only believed of a message that carries its own time or id,
 * since two people may well pass a counter that says {"in":1} twice.
 */
export function createDuplicates(saved: Readonly<Record<string, readonly string[]>> = {}) {
  const known = new Map<string, Set<string>>(Object.entries(saved).map(([device, hashes]) => [device, new Set(hashes)]));
  return {
    /** True when the frame repeats one that was taken before; remembers it otherwise. */
    isRepeated(frame: Frame, device: string, namesItself: boolean): boolean {
      let seen = known.get(device);
      if (!seen) {
        seen = new Set();
        known.set(device, seen);
      }
      const print = fingerprint(frame);
      if (seen.has(print)) return frame.repeated || namesItself;
      seen.add(print);
      if (seen.size > REMEMBERED) for (const oldest of seen) return !seen.delete(oldest);
      return false;
    },
    snapshot: (): Record<string, string[]> => Object.fromEntries([...known].map(([device, hashes]) => [device, [...hashes]])),
  };
}

/** 120 bits of SHA-1 over topic and bytes: no protection against forgery is meant, a device may only repeat itself. */
function fingerprint(frame: Frame): string {
  const topicLength = Buffer.byteLength(frame.topic);
  const whole = Buffer.allocUnsafe(topicLength + frame.bytes.length);
  whole.write(frame.topic);
  whole.set(frame.bytes, topicLength);
  return hash('sha1', whole, 'base64').slice(0, 20);
}
