import type { FileHandle } from 'node:fs/promises';
import { instant } from '../domain/units.ts';
import { GatewayError } from '../errors.ts';
import type { Frame, IncomingFrame } from '../pipeline/frame.ts';
import { encodeFrames, sealBlock } from './block.ts';
import type { Segment } from './segment.ts';

interface GroupCommitOptions {
  readonly key: Uint8Array;
  readonly clock: () => number;
  readonly everyMs: number;
  readonly firstSeq: number;
  /** Receive time of the newest frame on disk: time does not run backwards over a restart. */
  readonly notBefore: number;
  readonly beginSegment: (firstSeq: number) => Promise<{ segment: Segment; file: FileHandle }>;
  readonly isFull: (segment: Segment) => boolean;
  readonly onClosed: (segment: Segment) => void;
  readonly onDurable: (seq: number) => void;
  readonly log: (message: string, facts: Record<string, unknown>) => void;
}

interface Waiting {
  readonly frame: Frame;
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Many callers, one `fdatasync`: frames that come while a write is under way form the next group. After a failed write or
 * sync the group is refused and the file is cut back to what is known to be good before anything else is written: a later
 * sync says nothing about an earlier failed one.
 */
export function createGroupCommit(options: GroupCommitOptions) {
  const { key, clock, everyMs } = options;
  let waiting: Waiting[] = [];
  let nextSeq = options.firstSeq;
  let lastAt = options.notBefore;
  let writing: Promise<void> | null = null;
  let scheduled = false;
  let lastFlush = 0;
  let segment: Segment | null = null;
  let file: FileHandle | null = null;
  let closed = false;

  function schedule(): void {
    if (scheduled || writing) return;
    scheduled = true;
    const wait = everyMs - (performance.now() - lastFlush);
    if (wait <= 0) setImmediate(flush);
    else setTimeout(flush, wait);
  }

  function flush(): void {
    scheduled = false;
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    lastFlush = performance.now();
    writing = write(group).finally(() => {
      writing = null;
      if (waiting.length > 0) schedule();
    });
  }

  async function write(group: readonly Waiting[]): Promise<void> {
    const first = group[0];
    const last = group.at(-1);
    if (!first || !last) return;
    try {
      const target = await openSegment(first.frame.seq);
      const frames = group.map((entry) => entry.frame);
      const block = sealBlock(key, encodeFrames(frames), first.frame.seq, frames.length, false);
      await target.file.write(block, 0, block.length, target.segment.bytes);
      await target.file.datasync();
      target.segment.bytes += block.length;
      target.segment.lastSeq = last.frame.seq;
      target.segment.newestAt = last.frame.receivedAt;
      options.onDurable(last.frame.seq);
      for (const entry of group) entry.resolve(entry.frame);
    } catch (error) {
      await fail(group, error);
    }
  }

  async function openSegment(firstSeq: number): Promise<{ segment: Segment; file: FileHandle }> {
    if (segment && file && options.isFull(segment)) {
      const full = segment;
      await file.close();
      segment = null;
      file = null;
      options.onClosed(full);
    }
    if (segment && file) return { segment, file };
    const begun = await options.beginSegment(firstSeq);
    segment = begun.segment;
    file = begun.file;
    return begun;
  }

  async function fail(group: readonly Waiting[], cause: unknown): Promise<void> {
    const refused = group.concat(waiting);
    waiting = [];
    // The refused numbers are given out again: nobody was told of them.
    nextSeq = group[0]?.frame.seq ?? nextSeq;
    options.log('journal write failed', { error: String(cause), frames: refused.length });
    try {
      await file?.truncate(segment?.bytes ?? 0);
      await file?.datasync();
    } catch (error) {
      options.log('journal could not cut back its tail; a new segment follows', { error: String(error) });
      await file?.close().catch(() => {});
      if (segment) options.onClosed(segment);
      file = null;
      segment = null;
    }
    const error = new GatewayError('JOURNAL_UNAVAILABLE', 'the frame could not be stored', {}, cause);
    for (const entry of refused) entry.reject(error);
  }

  return {
    append(incoming: IncomingFrame): Promise<Frame> {
      if (closed) return Promise.reject(new GatewayError('JOURNAL_UNAVAILABLE', 'the gateway is stopping'));
      return new Promise((resolve, reject) => {
        lastAt = Math.max(lastAt, clock());
        waiting.push({ frame: { ...incoming, seq: nextSeq++, receivedAt: instant(lastAt) }, resolve, reject });
        schedule();
      });
    },
    /** Writes what waits, then closes the file. Safe to call twice. */
    async close(): Promise<void> {
      closed = true;
      while (waiting.length > 0 || writing) {
        if (writing) await writing;
        else flush();
      }
      await file?.close();
      file = null;
    },
  };
}
