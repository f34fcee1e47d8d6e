import type { Epitaph, Outbox, PendingRow } from '../pipeline/ledger-port.ts';

export type WaitingRow = PendingRow;

/** What became of the rows that were handed over; rows that are not named stay and are tried again. */
export interface Delivery {
  readonly delivered: readonly number[];
  readonly failed: readonly { readonly id: number; readonly reason: string }[];
  /** Given up too, but kept for an operator to send again. */
  readonly dead?: readonly Epitaph[];
  /** Rows that were sent, whatever came of it; absent: all of them. */
  readonly tried?: readonly number[];
  /**
   * Rows that are being carried out while others go on: a row leaves the outbox when its promise resolves. When it rejects, or
   * the gateway dies, it stays for the next start.
   */
  readonly underWay?: ReadonlyMap<number, Promise<void>>;
  /** Earliest next try, ms; absent: go on at once when rows wait, with back-off when nothing was delivered. */
  readonly retryAfterMs?: number;
}

export interface DrainOptions {
  readonly sink: string;
  readonly outbox: Outbox;
  readonly batch: number;
  /** Never throws: what goes wrong is a Delivery without that row. */
  readonly deliver: (rows: readonly WaitingRow[]) => Promise<Delivery>;
  readonly clock: () => number;
  /** Longest pause between tries, ms. */
  readonly longestPauseMs?: number;
}

/**
 * Empties one sink of the outbox in order, one batch under way at a time. Rows leave the outbox only when they were
 * delivered, refused for good, or too late to matter; all else is tried again with growing pauses.
 */
export function createDrain({ sink, outbox, batch, deliver, clock, longestPauseMs = 60_000 }: DrainOptions) {
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let misses = 0;
  let stopped = true;
  /** Rows came while a run was ending: without it the last look at the outbox could miss them. */
  let wanted = false;
  let forget: (() => void) | null = null;
  const underWay = new Set<number>();

  function hold(id: number, carriedOut: Promise<void>): void {
    underWay.add(id);
    void carriedOut
      .then(() => outbox.delivered([id]))
      // It stays where it is: nobody else can tell what became of it.
      .catch(() => undefined)
      .finally(() => underWay.delete(id));
  }

  function wake(): void {
    if (stopped || timer) return;
    wanted = running !== null;
    if (running) return;
    running = run().finally(() => {
      running = null;
      if (wanted) wake();
    });
  }

  async function run(): Promise<void> {
    while (!stopped) {
      const waiting = outbox.pending(sink, batch + underWay.size).filter(({ id }) => !underWay.has(id));
      if (waiting.length === 0) return;
      const late = waiting.filter((row) => row.expires !== null && row.expires <= clock());
      if (late.length > 0) {
        outbox.failed(
          late.map(({ id }) => id),
          'expired',
        );
        continue;
      }
      const outcome = await deliver(waiting);
      if (outcome.delivered.length > 0) outbox.delivered(outcome.delivered);
      for (const { id, reason } of outcome.failed) outbox.failed([id], reason);
      if (outcome.dead !== undefined) outbox.bury(outcome.dead);
      for (const [id, carriedOut] of outcome.underWay ?? []) hold(id, carriedOut);
      const givenUp = [...outcome.failed, ...(outcome.dead ?? [])].map(({ id }) => id);
      const settled = new Set([...outcome.delivered, ...givenUp, ...(outcome.underWay?.keys() ?? [])]);
      if (settled.size < waiting.length) {
        outbox.attempted((outcome.tried ?? waiting.map(({ id }) => id)).filter((id) => !settled.has(id)));
        pause(outcome.retryAfterMs ?? (settled.size > 0 ? 0 : backOff(++misses, longestPauseMs)));
        return;
      }
      misses = 0;
    }
  }

  function pause(ms: number): void {
    timer = setTimeout(() => {
      timer = null;
      wake();
    }, ms);
  }

  return {
    start(): void {
      if (!stopped) return;
      stopped = false;
      forget = outbox.onPending(sink, wake);
      wake();
    },
    /** Lets the batch under way end. Safe to call twice. */
    async stop(): Promise<void> {
      stopped = true;
      forget?.();
      forget = null;
      if (timer) clearTimeout(timer);
      timer = null;
      await running;
    },
  };
}

export type Drain = ReturnType<typeof createDrain>;

/** 0.5 s, 1 s, 2 s ... up to the cap, less up to a quarter so that many gateways do not knock in step. */
const backOff = (misses: number, cap: number): number => Math.min(cap, 500 * 2 ** Math.min(misses - 1, 20)) * (1 - Math.random() / 4);
