import { GatewayError } from '../../../gateway/errors.ts';
import type { IncomingFrame, Intake } from '../../../gateway/pipeline/frame.ts';
import { until } from '../until.ts';

interface Refusal {
  readonly reason: string;
  readonly source: string;
  readonly topic: string;
  readonly sample: Uint8Array;
}

/** An intake in memory that can be told to keep senders waiting, or to have no room. */
export function createFakeIntake() {
  const frames: IncomingFrame[] = [];
  const refused: Refusal[] = [];
  const held: (() => void)[] = [];
  let failed = 0;
  let mode: 'store' | 'hold' | 'fail' = 'store';

  const intake: Intake = {
    accept(frame) {
      if (mode === 'fail') {
        failed += 1;
        return Promise.reject(new GatewayError('JOURNAL_UNAVAILABLE', 'no space left'));
      }
      // The bytes may be a view into a network buffer that is used again.
      const kept = { ...frame, bytes: Uint8Array.from(frame.bytes) };
      frames.push(kept);
      return mode === 'store' ? Promise.resolve() : new Promise((resolve) => held.push(resolve));
    },
    refuse(reason, source, topic, sample) {
      refused.push({ reason, source, topic, sample });
    },
  };

  return {
    ...intake,
    frames,
    refused,
    /** From now on: store at once, keep waiting until `release`, or refuse. */
    behave(next: 'store' | 'hold' | 'fail'): void {
      mode = next;
    },
    release(): void {
      for (const resolve of held.splice(0)) resolve();
    },
    /** How many frames were turned away. */
    failed: (): number => failed,
    texts: (): string[] => frames.map((frame) => Buffer.from(frame.bytes).toString()),
    reasons: (): string[] => refused.map((refusal) => refusal.reason),
    received: (count: number): Promise<void> => until(() => frames.length >= count, `${count} frames`),
  };
}
export type FakeIntake = ReturnType<typeof createFakeIntake>;
