import { open, rename, rm } from 'node:fs/promises';
import { setImmediate as otherWork } from 'node:timers/promises';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import type { Frame } from '../pipeline/frame.ts';
import { encodeFrames, sealBlock } from './block.ts';
import { type Segment, scanSegment } from './segment.ts';

const compress = promisify(zstdCompress);
/** Frames are compressed in runs of about this size: large enough to find repetition, small enough to lose little to damage. */
const RUN_BYTES = 1024 * 1024;
/** A segment holds thousands of sealed blocks: what arrives meanwhile waits for so many of them at most, ms. */
const MOST_AT_A_TIME_MS = 4;

/**
 * Rewrites a closed segment compressed, beside it, and puts it in its place in one rename: a crash leaves the old or the
 * new one, both whole. Returns the new size in bytes.
 */
export async function compactSegment(key: Uint8Array, segment: Segment, target: string): Promise<number> {
  const partial = `${target}.partial`;
  const file = await open(partial, 'w', 0o600);
  let written = 0;
  try {
    for await (const run of runs(scanSegment(key, segment.path, segment.bytes))) {
      const first = run[0];
      if (!first) continue;
      const block = sealBlock(key, await compress(encodeFrames(run)), first.seq, run.length, true);
      await file.write(block);
      written += block.length;
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(partial, target);
  await rm(segment.path);
  return written;
}

/** Gathers frames into runs; a gap in the numbers (a damaged block) begins a new one, since numbers are implied by place. */
async function* runs(batches: AsyncIterable<readonly Frame[]>): AsyncGenerator<Frame[]> {
  let run: Frame[] = [];
  let bytes = 0;
  let since = performance.now();
  for await (const batch of batches) {
    if (performance.now() - since > MOST_AT_A_TIME_MS) {
      await otherWork();
      since = performance.now();
    }
    for (const frame of batch) {
      const last = run.at(-1);
      if (last && (bytes > RUN_BYTES || frame.seq !== last.seq + 1)) {
        yield run;
        run = [];
        bytes = 0;
      }
      run.push(frame);
      bytes += frame.bytes.length;
    }
  }
  if (run.length > 0) yield run;
}
