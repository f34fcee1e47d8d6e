import type { ErrorCode } from '../errors.ts';
import type { Outcome } from './patient-delivery.ts';

/** What keeps a receiver from taking what waits for it. */
interface SinkTrouble {
  readonly code: Extract<ErrorCode, 'RECEIVER_UNREACHABLE' | 'RECEIVER_REFUSED'>;
  /** `http-500`, `no-answer-ECONNREFUSED` ... */
  readonly reason: string;
  /** What the receiver said, shortened. */
  readonly detail: string;
  /** Epoch ms. */
  readonly since: number;
}

export interface SinkStatusOptions {
  readonly sink: string;
  readonly clock: () => number;
  readonly log: (message: string, facts: Record<string, unknown>) => void;
}

/** The log has room for others, ms. */
const QUIET_MS = 60_000;

/**
 * How a receiver does, in this run. Trouble is logged when it begins or becomes another one, and when it ends; not at each try, and
 * of a receiver that comes and goes once a minute at most.
 */
export function createSinkStatus({ sink, clock, log }: SinkStatusOptions) {
  let trouble: SinkTrouble | null = null;
  let lastDelivered: number | null = null;
  let logged: { readonly reason: string; readonly at: number } | null = null;

  function recovered(): void {
    lastDelivered = clock();
    trouble = null;
    if (logged === null || clock() - logged.at < QUIET_MS) return;
    log('the receiver takes events again', { sink });
    logged = null;
  }

  return {
    report(outcome: Outcome): void {
      if (outcome.kind === 'taken') {
        recovered();
        return;
      }
      const { reason, detail, kind } = outcome;
      const code = kind === 'away' || reason.startsWith('no-answer') ? 'RECEIVER_UNREACHABLE' : 'RECEIVER_REFUSED';
      trouble = { code, reason, detail, since: trouble?.since ?? clock() };
      if (logged?.reason === reason || (logged !== null && clock() - logged.at < QUIET_MS)) return;
      logged = { reason, at: clock() };
      log('the receiver does not take events; they wait', { sink, code, reason, detail });
    },
    /** Null while all is well, and before anything was tried. */
    trouble: () => trouble,
    /** Epoch ms; null when nothing was delivered since the start. */
    lastDelivered: () => lastDelivered,
  };
}

export type SinkStatus = ReturnType<typeof createSinkStatus>;
