import type { PendingDeviceView } from './http/contract.ts';
import type { Intake } from './pipeline/frame.ts';

/** A message of a device that store.yaml does not know. It stays in memory, since nobody knows yet what it holds. */
interface HeardMessage {
  readonly topic: string;
  readonly bytes: Uint8Array;
}

export interface PendingDevicesOptions {
  /** True for devices of store.yaml. */
  readonly isKnown: (device: string) => boolean;
  readonly guess: (messages: readonly HeardMessage[]) => readonly { readonly driver: string; readonly share: number }[];
  readonly clock: () => number;
}

const MOST_DEVICES = 32;
const MOST_MESSAGES = 8;
const MOST_TOPICS = 8;
const MOST_BYTES = 4_096;
const GUESSES = 3;

/** Why messages of a device that is not in store.yaml are turned away, by MQTT and by HTTP. */
const STRANGE: ReadonlySet<string> = new Set(['foreign-topic', 'unknown-channel']);

/**
 * Discovery: whoever has a credential (`aisle device add`) and speaks, but stands in no store.yaml, is shown to operators with the
 * drivers that understand it. A few messages of each are remembered in memory only, and never shown.
 */
export function createPendingDevices({ isKnown, guess, clock }: PendingDevicesOptions) {
  const pending = new Map<string, { since: number; last: number; messages: number; topics: Set<string>; heard: HeardMessage[] }>();

  /** What a transport turned away, for whatever reason. Never throws. */
  function note(reason: string, device: string, topic: string, bytes: Uint8Array): void {
    if (device === '' || !STRANGE.has(reason) || isKnown(device)) return;
    const now = clock();
    const known = pending.get(device);
    if (!known && pending.size >= MOST_DEVICES) return;
    const entry = known ?? { since: now, last: now, messages: 0, topics: new Set<string>(), heard: [] };
    entry.last = now;
    entry.messages++;
    if (entry.topics.size < MOST_TOPICS) entry.topics.add(topic);
    if (bytes.length <= MOST_BYTES) entry.heard = [...entry.heard, { topic, bytes: Uint8Array.from(bytes) }].slice(-MOST_MESSAGES);
    pending.set(device, entry);
  }

  return {
    /** The same intake, under the eyes of the installer. */
    watching: (intake: Intake): Intake => ({
      accept: intake.accept,
      refuse(reason, source, topic, sample) {
        note(reason, source, topic, sample);
        intake.refuse(reason, source, topic, sample);
      },
    }),
    /** The newest first. */
    list: (): PendingDeviceView[] =>
      [...pending]
        .map(([device, { since, last, messages, topics, heard }]) => ({
          device,
          since,
          lastMessage: last,
          messages,
          topics: [...topics],
          guesses: guess(heard)
            .slice(0, GUESSES)
            .map(({ driver, share }) => ({ driver, share })),
        }))
        .sort((a, b) => b.lastMessage - a.lastMessage),
  };
}
