import type { Writable } from 'node:stream';
import { createRandom } from '../random.ts';

/** Longest piece in one write, bytes; messages of a reader have 30 to 80. */
const LONGEST = 600;
/** Writes in one turn of the loop, at most: neighbours may be merged on their way, or not. */
const MOST_WRITES = 4;

export interface ChunkedWriter {
  write(bytes: Uint8Array): void;
  /** Resolves when everything was handed to the connection. */
  drained(): Promise<void>;
}

/** Writes to a connection as bad networks deliver: cut and merged anywhere, but in order and complete. The same seed cuts alike. */
export function createRandomChunks(target: Writable, seed: number): ChunkedWriter {
  const random = createRandom(seed, 'chunks');
  let waiting: Uint8Array[] = [];
  let bytes = Buffer.alloc(0);
  let isScheduled = false;
  let onEmpty: (() => void)[] = [];

  function turn(): void {
    isScheduled = false;
    if (target.destroyed) {
      waiting = [];
      bytes = Buffer.alloc(0);
    }
    if (waiting.length > 0) bytes = Buffer.concat([bytes, ...waiting.splice(0)]);
    for (let writes = random.int(1, MOST_WRITES); writes > 0 && bytes.length > 0; writes--) {
      const size = random.int(1, LONGEST);
      target.write(bytes.subarray(0, size));
      bytes = bytes.subarray(size);
    }
    if (bytes.length > 0) schedule();
    else {
      const done = onEmpty;
      onEmpty = [];
      for (const resolve of done) resolve();
    }
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(turn);
  }

  return {
    write(more) {
      waiting.push(more);
      schedule();
    },
    drained: () => (isScheduled ? new Promise((resolve) => onEmpty.push(resolve)) : Promise.resolve()),
  };
}
