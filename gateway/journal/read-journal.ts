import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from '../pipeline/frame.ts';
import { scanSegment } from './segment.ts';

/**
 * The frames of a journal that another process may be writing, in order: nothing in the folder is changed, and a block that
 * is just being written is left out. An empty or missing folder gives nothing.
 */
export async function* readJournal(folder: string, key: Uint8Array): AsyncGenerator<Frame[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^\d{16}\.z?seg$/.test(name)).sort();
  let newest = 0;
  for (const name of names) {
    for await (const batch of scanSegment(key, await presentPath(join(folder, name)), Number.POSITIVE_INFINITY)) {
      const fresh = batch.filter((frame) => frame.seq > newest);
      newest = fresh.at(-1)?.seq ?? newest;
      if (fresh.length > 0) yield fresh;
    }
  }
}

/** A segment that was compacted since the folder was listed stands under its new name. */
async function presentPath(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  return isThere ? path : path.replace(/\.seg$/, '.zseg');
}
