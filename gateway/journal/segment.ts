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

export interface Scan {
  /** One array per block, in order. */
  readonly batches: Frame[][];
  /** Frames whose block or checksum is damaged, as far as they can be counted. */
  readonly corrupt: number;
  /** Where the last readable block ends: what lies behind it is a torn tail. */
  readonly goodBytes: number;
}

/**
 * Reads a segment up to `bytes`, skipping what is damaged: after a broken block the next magic number is looked for, so one
 * bad sector costs its own frames only. An incomplete block at the end is a torn tail (never acknowledged), not corruption.
 */
export async function scanSegment(key: Uint8Array, path: string, bytes: number): Promise<Scan> {
  const whole = await readFile(path);
  const file = whole.length > bytes ? whole.subarray(0, bytes) : whole;
  const batches: Frame[][] = [];
  let corrupt = 0;
  let goodBytes = 0;
  let offset = 0;
  while (offset >= 0 && offset < file.length) {
    const block = openBlock(key, file, offset);
    if (block?.payload) {
      const decoded = decodeFrames(block.payload, block.firstSeq, block.count);
      corrupt += decoded.corrupt;
      batches.push(decoded.frames);
      offset = block.end;
      goodBytes = offset;
    } else {
      const next = findBlock(file, offset + 1);
      // A damaged last block may be a torn write; a damaged block with others behind it is corruption.
      if (block && next >= 0) corrupt += block.count;
      offset = next;
    }
  }
  return { batches, corrupt, goodBytes };
}
