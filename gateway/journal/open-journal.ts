import { mkdir, open as openFile, readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../errors.ts';
import type { Frame } from '../pipeline/frame.ts';
import type { Journal } from '../pipeline/journal-port.ts';
import { compactSegment } from './compact.ts';
import { createGroupCommit } from './group-commit.ts';
import { newScan, type Segment, scanSegment } from './segment.ts';

export interface JournalOptions {
  /** Folder of the segments; made when it is missing, readable by the owner only. */
  readonly folder: string;
  /** 32 bytes; another key than the one the folder was written with is refused. */
  readonly key: Uint8Array;
  /** Epoch ms; never decreases (see `pipeline/clock.ts`). */
  readonly clock: () => number;
  /**
   * The newest number that the ledger has seen. Numbers go on behind it even when the folder is empty (a restored backup, a
   * disk that was changed): a number given out twice would be taken for a frame that was applied already.
   */
  readonly usedUpTo?: number;
  /** Kept at most this long, ms, and at most this many bytes, whichever is first. */
  readonly maxAgeMs: number;
  readonly maxBytes: number;
  /** A segment is closed at this size or age. */
  readonly segmentBytes?: number;
  readonly segmentAgeMs?: number;
  /** `fdatasync` runs at most this often. */
  readonly commitEveryMs?: number;
  readonly log?: (message: string, facts: Record<string, unknown>) => void;
}

const NAME = /^(\d{16})\.(seg|zseg)$/;
const nameOf = (firstSeq: number, ending: string): string => `${String(firstSeq).padStart(16, '0')}.${ending}`;

/**
 * Opens or begins a journal. The torn tail of an interrupted write is cut off: it was never acknowledged.
 * Errors: JOURNAL_KEY_WRONG when no block of a non-empty folder opens with the key; JOURNAL_UNAVAILABLE when the folder
 * cannot be used.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { folder, key, clock, maxAgeMs, maxBytes } = options;
  const segmentBytes = options.segmentBytes ?? 8 * 1024 * 1024;
  const segmentAgeMs = options.segmentAgeMs ?? 3_600_000;
  const log = options.log ?? (() => {});
  const totals = { evicted: 0, corrupt: 0 };
  let keepAfter = 0;
  let upkeep: Promise<void> = Promise.resolve();

  const segments = await loadSegments(folder, key, totals);
  let lastSeq = Math.max(segments.at(-1)?.lastSeq ?? 0, options.usedUpTo ?? 0);
  let openedAt = clock();
  let current: Segment | null = null;

  async function beginSegment(firstSeq: number): Promise<{ segment: Segment; file: Awaited<ReturnType<typeof openFile>> }> {
    const segment: Segment = {
      path: join(folder, nameOf(firstSeq, 'seg')),
      firstSeq,
      lastSeq: firstSeq - 1,
      bytes: 0,
      newestAt: 0,
      compressed: false,
    };
    const file = await openFile(segment.path, 'w', 0o600);
    const directory = await openFile(folder, 'r');
    // The name of a new file is only on disk when its folder is.
    await directory.sync();
    await directory.close();
    current = segment;
    openedAt = clock();
    segments.push(segment);
    return { segment, file };
  }

  const commit = createGroupCommit({
    key,
    clock,
    everyMs: options.commitEveryMs ?? 2,
    firstSeq: lastSeq + 1,
    notBefore: segments.at(-1)?.newestAt ?? 0,
    beginSegment,
    isFull: (segment) => segment.bytes >= segmentBytes || clock() - openedAt >= segmentAgeMs,
    onClosed: (segment) => {
      upkeep = upkeep.then(() => tidy(segment)).catch((error: unknown) => log('journal upkeep failed', { error: String(error) }));
    },
    onDurable: (seq) => {
      lastSeq = seq;
    },
    log,
  });

  async function tidy(closed: Segment | null): Promise<void> {
    if (closed && closed.bytes === 0) {
      segments.splice(segments.indexOf(closed), 1);
      if (closed.path !== current?.path) await rm(closed.path, { force: true });
    } else if (closed) {
      const target = join(folder, nameOf(closed.firstSeq, 'zseg'));
      closed.bytes = await compactSegment(key, closed, target);
      Object.assign(closed, { path: target, compressed: true });
    }
    let total = segments.reduce((sum, segment) => sum + segment.bytes, 0);
    for (const segment of segments.slice()) {
      // The newest stays in any case: it tells a start where the numbers ended.
      if (segment === current || segment === segments.at(-1)) break;
      const needed = segment.lastSeq > keepAfter;
      const tooOld = clock() - segment.newestAt > maxAgeMs;
      if (!(total > maxBytes || (tooOld && !needed))) break;
      await rm(segment.path, { force: true });
      segments.splice(segments.indexOf(segment), 1);
      total -= segment.bytes;
      if (needed) {
        totals.evicted += segment.lastSeq - Math.max(keepAfter, segment.firstSeq - 1);
        log('journal evicted frames that a start after a crash would need: its size cap is too small', {
          segment: segment.path,
          frames: totals.evicted,
        });
      }
    }
  }

  return {
    append: (frame) => commit.append(frame),
    async *read(after) {
      for (const [index, segment] of segments.slice().entries()) {
        if (segment.lastSeq <= after) continue;
        await upkeep;
        // A write that failed half way may have left frames behind that nobody was told of: the next segment has their numbers.
        const before = segments[index + 1]?.firstSeq ?? Number.POSITIVE_INFINITY;
        for await (const batch of scanSegment(key, segment.path, segment.bytes)) {
          const wanted = batch.filter((frame) => frame.seq > after && frame.seq < before);
          if (wanted.length > 0) yield wanted;
        }
      }
    },
    get lastSeq() {
      return lastSeq;
    },
    get firstSeq() {
      return segments.find((segment) => segment.lastSeq >= segment.firstSeq)?.firstSeq ?? lastSeq + 1;
    },
    keepAfter(seq) {
      keepAfter = Math.max(keepAfter, seq);
      upkeep = upkeep.then(() => tidy(null)).catch((error: unknown) => log('journal upkeep failed', { error: String(error) }));
    },
    stats: () => ({
      frames: segments.reduce((sum, segment) => sum + segment.lastSeq - segment.firstSeq + 1, 0),
      bytes: segments.reduce((sum, segment) => sum + segment.bytes, 0),
      segments: segments.length,
      ...totals,
    }),
    async close() {
      await commit.close();
      await upkeep;
    },
  };
}

/** What is in the folder, oldest first, each checked to its end; the newest uncompressed one loses its torn tail. */
async function loadSegments(folder: string, key: Uint8Array, totals: { corrupt: number }): Promise<Segment[]> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new GatewayError('JOURNAL_UNAVAILABLE', `the journal folder ${folder} cannot be made`, { folder }, error);
  }
  const names = (await readdir(folder)).sort();
  const segments: Segment[] = [];
  let unreadable = 0;
  for (const name of names) {
    const path = join(folder, name);
    const parts = NAME.exec(name);
    if (!parts) {
      if (name.endsWith('.partial')) await rm(path, { force: true });
      continue;
    }
    const compressed = parts[2] === 'zseg';
    // A crash between rename and removal leaves both forms; the compressed one is whole.
    if (!compressed && names.includes(name.replace('.seg', '.zseg'))) {
      await rm(path);
      continue;
    }
    const { size } = await stat(path);
    const scan = newScan();
    let newest: Frame | undefined;
    for await (const batch of scanSegment(key, path, size, scan)) newest = batch.at(-1) ?? newest;
    totals.corrupt += scan.corrupt;
    if (!newest) {
      if (size === 0) await rm(path);
      else unreadable++;
      continue;
    }
    if (!compressed && scan.goodBytes < size) await truncate(path, scan.goodBytes);
    segments.push({
      path,
      firstSeq: Number(parts[1]),
      lastSeq: newest.seq,
      bytes: scan.goodBytes,
      newestAt: newest.receivedAt,
      compressed,
    });
  }
  if (unreadable > 0 && segments.length === 0) {
    throw new GatewayError('JOURNAL_KEY_WRONG', `nothing in ${folder} opens with the journal key`, { folder });
  }
  return segments;
}
