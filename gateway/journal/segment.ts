import { readFile } from 'node:fs/promises';
import type { Frame } from '../pipeline/frame.ts';
import { decodeFrames, findBlock, openBlock } from './block.ts';

/** One file of the journal. Frames `firstSeq..lastSeq`; `bytes` is the part that is known to be on disk. */
export interface Segment {
  readonly path: string;
  readonly firstSeq: number;
  lastSeq: number;
  bytes: number;
  /** Receive time of the newest frame, epoch ms; what retention by age looks at. */
  newestAt: number;
  compressed: boolean;
}

/** What one look at a segment found, besides its frames. */
export interface ScanResult {
  /** Frames whose block or checksum is damaged, as far as they can be counted. */
  corrupt: number;
  /** Where the last readable block ends: what lies behind it is a torn tail. */
  goodBytes: number;
}

/**
 * Reads a segment up to `bytes`, block by block, skipping what is damaged: after a broken block the next magic number is
 * looked for, so one bad sector costs its own frames only. An incomplete block at the end is a torn tail (never
 * acknowledged), not corruption. Yields the frames of each block; `result` is filled as it goes.
 */
export async function* scanSegment(key: Uint8Array, path: string, bytes: number, result: ScanResult = newScan()): AsyncGenerator<Frame[]> {
  const whole = await readFile(path);
  const file = whole.length > bytes ? whole.subarray(0, bytes) : whole;
  let offset = 0;
  while (offset >= 0 && offset < file.length) {
    const block = openBlock(key, file, offset);
    if (block?.payload) {
      const decoded = decodeFrames(block.payload, block.firstSeq, block.count);
      result.corrupt += decoded.corrupt;
      offset = block.end;
      result.goodBytes = offset;
      yield decoded.frames;
    } else {
      const next = findBlock(file, offset + 1);
      // A damaged last block may be a torn write; a damaged block with others behind it is corruption.
      if (block && next >= 0) result.corrupt += block.count;
      offset = next;
    }
  }
}

export const newScan = (): ScanResult => ({ corrupt: 0, goodBytes: 0 });
