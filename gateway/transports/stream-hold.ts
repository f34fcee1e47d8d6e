import type { IncomingFrame, Intake } from '../pipeline/frame.ts';
import { createRetryWaits, type RetryMs } from './retry-waits.ts';

/** Frames that may be on their way to disk at once: they share its syncs. */
const WINDOW = 256;
/** What may wait for the journal: about ten seconds of a busy reader. Beyond either the oldest fall out. */
const MOST_FRAMES = 20_000;
const MOST_BYTES = 2 * 1024 * 1024;
/** From this share on the sender is slowed down. */
const HIGH = 1 / 4;
/** How long the last frames are tried when the gateway stops, ms. */
const LAST_TRIES_MS = 2_000;
const NO_BYTES = new Uint8Array();

interface HoldOptions {
  readonly intake: Intake;
  readonly retryMs: RetryMs;
  /** Much waits for the journal: ask the sender for less. False: it may go on. */
  readonly onPressure: (isHigh: boolean) => void;
  /** The journal began or ceased to refuse; '' when it takes frames again. */
  readonly onProblem: (problem: string) => void;
  /** For tests: what may wait. */
  readonly most?: { readonly frames: number; readonly bytes: number };
}

interface Held {
  readonly order: number;
  readonly frame: IncomingFrame;
}

export interface StreamHold {
  put(frame: IncomingFrame): void;
  /** True from the first refusal of the journal until it has stored something again, or while much waits. */
  isUnderPressure(): boolean;
  /** Waits a moment for the last ones; what is not stored by then is refused. */
  stop(): Promise<void>;
}

/**
 * Stands between a device that cannot repeat itself and the journal: frames are handed over in their order, several at a
 * time, and what the journal refuses is kept and handed over again. What falls out of the bounded hold is refused with
 * `not-stored`, so that it is counted.
 */
export function createStreamHold({ intake, retryMs, onPressure, onProblem, most }: HoldOptions): StreamHold {
  const waits = createRetryWaits(retryMs);
  const bounds = most ?? { frames: MOST_FRAMES, bytes: MOST_BYTES };
  let waiting: Held[] = [];
  let head = 0;
  let waitingBytes = 0;
  let underWay = 0;
  let window = WINDOW;
  let isTroubled = false;
  let failed: Held[] = [];
  let orders = 0;
  let isHigh = false;
  let retry: NodeJS.Timeout | null = null;
  let onEmpty: (() => void) | null = null;
  let isStopped = false;

  const held = (): number => waiting.length - head;
  const isFailing = (): boolean => failed.length > 0;

  function weigh(): void {
    const load = Math.max(held() / bounds.frames, waitingBytes / bounds.bytes);
    if (isHigh ? load > 0 || isFailing() : load < HIGH) return;
    isHigh = !isHigh;
    onPressure(isHigh);
  }

  function dropOldest(): void {
    while (held() > bounds.frames || waitingBytes > bounds.bytes) {
      const oldest = waiting[head++];
      if (!oldest) return;
      waitingBytes -= oldest.frame.bytes.length;
      refuse(oldest.frame);
    }
  }

  const refuse = ({ source, topic }: IncomingFrame): void => intake.refuse('not-stored', source, topic, NO_BYTES);

  function pump(): void {
    while (!isFailing() && retry === null && underWay < window && head < waiting.length) {
      const next = waiting[head++];
      if (!next) break;
      waitingBytes -= next.frame.bytes.length;
      send(next);
    }
    if (head === waiting.length) {
      waiting = [];
      head = 0;
    } else if (head > 4_096) {
      waiting = waiting.slice(head);
      head = 0;
    }
    weigh();
    if (underWay === 0 && held() === 0 && !isFailing()) onEmpty?.();
  }

  function send(next: Held): void {
    underWay += 1;
    intake.accept(next.frame).then(
      () => {
        underWay -= 1;
        if (window === 1) {
          window = WINDOW;
          isTroubled = false;
          waits.reset();
          onProblem('');
        }
        settle();
      },
      (error: unknown) => {
        underWay -= 1;
        if (isStopped) return refuse(next.frame);
        failed.push(next);
        if (!isTroubled) onProblem(error instanceof Error ? error.message : String(error));
        isTroubled = true;
        settle();
      },
    );
  }

  /** Goes on; after a refusal only when all that was under way has come back, one frame first, so that the order stays. */
  function settle(): void {
    if (!isFailing()) pump();
    else if (underWay === 0 && retry === null) tryLater();
  }

  function tryLater(): void {
    window = 1;
    retry = setTimeout(() => {
      retry = null;
      putBack();
      pump();
    }, waits.next());
    weigh();
  }

  function putBack(): void {
    failed.sort((a, b) => a.order - b.order);
    for (const { frame } of failed) waitingBytes += frame.bytes.length;
    waiting = [...failed, ...waiting.slice(head)];
    head = 0;
    failed = [];
    dropOldest();
  }

  return {
    put(frame) {
      const next = { order: orders++, frame };
      if (held() === 0 && !isFailing() && retry === null && underWay < window) return send(next);
      waiting.push(next);
      waitingBytes += frame.bytes.length;
      dropOldest();
      weigh();
    },
    isUnderPressure: () => isHigh || isTroubled,
    async stop() {
      if (underWay > 0 || held() > 0 || isFailing()) {
        const { promise, resolve } = Promise.withResolvers<void>();
        onEmpty = resolve;
        const giveUp = setTimeout(resolve, LAST_TRIES_MS);
        await promise;
        clearTimeout(giveUp);
      }
      isStopped = true;
      if (retry !== null) clearTimeout(retry);
      retry = null;
      putBack();
      for (const { frame } of waiting) refuse(frame);
      waiting = [];
      waitingBytes = 0;
    },
  };
}
