import type { DomainEvent } from '../domain/events.ts';
import type { StoreSnapshot } from '../domain/store.ts';
import type { Instant } from '../domain/units.ts';

/** How far the ledger's effects reach: all frames up to `seq` and all ticks up to `tick` are in it. */
export interface Position {
  readonly seq: number;
  readonly tick: Instant;
}

/** Something to be delivered outside, exactly once per `key` as far as the other side allows it. */
export interface OutboxRow {
  /** `display`, `influx`, `mqtt` ... one drain per sink. */
  readonly sink: string;
  /** Unique per sink; made from event ids, so a replay makes the same. */
  readonly key: string;
  readonly at: Instant;
  /** After this the row is worthless and ends as expired; null for rows that must arrive however late. */
  readonly expires: Instant | null;
  readonly body: unknown;
  /** True for what must not be sent when it follows from what was stored before a crash: nobody would expect it any more. */
  readonly isLiveOnly?: boolean;
}

/** What became of frames, by device and outcome, since the last commit. */
export interface FrameCount {
  readonly device: string;
  /** `applied`, `duplicate`, `rejected:<reason>`, `warning:<code>`, `refused:<reason>`, `evicted:<reason>`. */
  readonly outcome: string;
  readonly frames: number;
  readonly readings: number;
}

/** Device figures that are facts about traffic, not about the shop. */
export interface DeviceTraffic {
  readonly device: string;
  readonly lastMessage: Instant;
  /** Gateway time minus device time of the newest stamped reading, ms; null when the device sends no time. */
  readonly skewMs: number | null;
}

export interface Quarantined {
  readonly at: Instant;
  readonly reason: string;
  readonly detail: string;
  readonly device: string;
  readonly topic: string;
  readonly sample: string;
  readonly bytes: number;
}

export interface Commit {
  readonly position: Position;
  readonly events: readonly DomainEvent[];
  readonly outbox: readonly OutboxRow[];
  readonly counts: readonly FrameCount[];
  readonly traffic: readonly DeviceTraffic[];
  readonly quarantine: readonly Quarantined[];
}

/** The write side of the ledger. One writer; every method is one SQLite transaction with `synchronous=FULL`. */
export interface Ledger {
  /**
   * Writes events, the read models made from them, outbox rows, counts and the position together or not at all.
   * Events whose id is already in the ledger are recognised and change nothing; so are outbox keys.
   */
  commit(commit: Commit): void;
  /** Where the last commit ended; seq 0 and tick 0 for a new ledger. */
  position(): Position;
  /** The newest event id; 0 for a new ledger. */
  lastEventId(): number;
  saveCheckpoint(position: Position, snapshot: StoreSnapshot): void;
  /** The newest checkpoint whose snapshot version is the asked one; null when there is none. */
  loadCheckpoint(version: number): { readonly position: Position; readonly snapshot: StoreSnapshot } | null;
  /** SHA-256 over events and read models, without anything that depends on wall time or on batching: equal runs, equal digests. */
  digest(): string;
  close(): void;
}

/** Why a row was given up. */
export interface Epitaph {
  /** Of the row in the outbox. */
  readonly id: number;
  /** A short stable code, such as `http-422`: rows are counted by it. */
  readonly reason: string;
  /** What the other side said, cut short; never a secret. */
  readonly detail: string;
}

/** What was given up, in the hands of operators. Each method is on disk when it returns or resolves. */
export interface DeadLetters {
  /** Puts one back into the outbox, where it is tried anew; false when there is no such letter. */
  replay(id: number): boolean;
  /** Puts all letters of a sink back, the oldest first; how many. */
  replayAll(sink: string): Promise<number>;
  /** Throws one away for good; it stays counted as failed. */
  discard(id: number): boolean;
  discardAll(sink: string): Promise<number>;
}

/** A report that was made. Dates are store-local, YYYY-MM-DD, both inclusive; times are epoch ms. */
export interface MadeReportRow {
  readonly report: string;
  readonly from: string;
  readonly to: string;
  readonly language: string;
  readonly madeAt: number;
  readonly completeUntil: number;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** When the folder had it; null until then, and where none is asked for. */
  readonly folderAt: number | null;
  /** When it went into the outbox of its webhook. */
  readonly webhookAt: number | null;
  /** Why the folder does not have it yet. */
  readonly problem: string | null;
}

/** The reports that were made; each period of each report once. */
export interface MadeReports {
  /** The newest first. */
  newest(limit: number): readonly MadeReportRow[];
  find(report: string, from: string, to: string): MadeReportRow | null;
  /** The last day that any of them tells of; null before the first. */
  lastDay(report: string): string | null;
  /** Changes nothing where the same days were noted before. */
  add(row: MadeReportRow): void;
  delivered(row: Pick<MadeReportRow, 'report' | 'from' | 'to'>, folderAt: number | null, problem: string | null): void;
}

/** A row that waits. */
export interface PendingRow extends OutboxRow {
  readonly id: number;
  readonly attempts: number;
  /** When it came, or when an operator sent it again: patience counts from there. */
  readonly since: Instant;
}

/** Rows waiting for one sink, oldest first. */
export interface Outbox {
  /** Puts in, in a transaction of its own, what no frame has brought about: what somebody asks for. A key counts once, as ever. */
  add(rows: readonly OutboxRow[]): void;
  pending(sink: string, limit: number): readonly PendingRow[];
  /** Sinks for which rows wait. */
  sinks(): readonly string[];
  /** How many rows wait for the sink. */
  waiting(sink: string): number;
  delivered(ids: readonly number[]): void;
  /** Will not be tried again; counted with its reason. */
  failed(ids: readonly number[], reason: string): void;
  /** The same, but what it said is kept as a dead letter, for an operator to send again or throw away. */
  bury(epitaphs: readonly Epitaph[]): void;
  attempted(ids: readonly number[]): void;
  /** Called after a commit that added rows for the sink. Returns the function that stops listening. */
  onPending(sink: string, listener: () => void): () => void;
}
