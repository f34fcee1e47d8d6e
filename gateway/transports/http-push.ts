import { isGatewayError } from '../errors.ts';
import type { Intake } from '../pipeline/frame.ts';

interface HttpPushOptions {
  readonly intake: Intake;
  /** The canonical topic of a device's channel (its only or default one when undefined); null when it has no such channel. */
  readonly topicFor: (device: string, channel: string | undefined) => string | null;
  /** Largest body, bytes. */
  readonly maxBytes: number;
}

type PushResult = { readonly ok: true } | { readonly ok: false; readonly status: number; readonly code: string; readonly detail: string };

/**
 * Readings by HTTP, for hardware that cannot speak MQTT: the same frames by another door. `push` resolves to `ok` when the
 * body is on disk. 404 `unknown-channel`, 413 `oversize`, and 503 with the code of the journal when it cannot be stored,
 * which asks the sender to repeat. What the body means is decided behind the journal, as for every other transport, so an
 * empty or senseless body is `ok` here and shows in the quarantine. `device` must be authenticated by the caller.
 */
export function createHttpPush(options: HttpPushOptions): {
  push(device: string, channel: string | undefined, bytes: Uint8Array): Promise<PushResult>;
} {
  const { intake, topicFor, maxBytes } = options;

  return {
    async push(device, channel, bytes) {
      const topic = topicFor(device, channel);
      if (topic === null) {
        intake.refuse('unknown-channel', device, channel ?? '', bytes.subarray(0, maxBytes));
        return { ok: false, status: 404, code: 'unknown-channel', detail: `${device} has no channel ${channel ?? 'of its own'}` };
      }
      if (bytes.length > maxBytes) {
        intake.refuse('oversize', device, topic, bytes.subarray(0, maxBytes));
        return { ok: false, status: 413, code: 'oversize', detail: `${bytes.length} bytes; at most ${maxBytes} are taken` };
      }
      try {
        // HTTP has no mark for a repetition; the same reading twice is recognised by what it says.
        await intake.accept({ transport: 'http', source: device, topic, bytes, repeated: false });
        return { ok: true };
      } catch (error) {
        if (!isGatewayError(error)) throw error;
        return { ok: false, status: error.status, code: error.code, detail: error.next };
      }
    },
  };
}
