import type { Frame, IncomingFrame } from './frame.ts';

/** The flight recorder: every frame, in order, on disk before anyone is told that it arrived. */
export interface Journal {
  /**
   * Gives the frame its number and time and resolves when it is on disk. Many callers share one `fdatasync` (group
   * commit). Rejects with `GatewayError` JOURNAL_UNAVAILABLE after an I/O error: nothing of the group was acknowledged.
   */
  append(frame: IncomingFrame): Promise<Frame>;
  /** Frames with `seq` > after, in order, from disk; corrupt ones are skipped and counted. Safe while appending. */
  read(after: number): AsyncIterable<Frame[]>;
  /** The newest number on disk; 0 when empty. */
  readonly lastSeq: number;
  /** The oldest number still kept; lastSeq + 1 when nothing is. */
  readonly firstSeq: number;
  /**
   * Retention must not pass this number while the size cap allows: everything after it is needed for recovery. Nothing is
   * forgotten before it was said for the first time.
   */
  keepAfter(seq: number): void;
  stats(): {
    readonly frames: number;
    readonly bytes: number;
    readonly segments: number;
    readonly evicted: number;
    readonly corrupt: number;
  };
  close(): Promise<void>;
}
