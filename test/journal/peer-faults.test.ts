import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openJournal } from '../../gateway/journal/open-journal.ts';
import { temporaryFolder } from '../support/temporary.ts';

const FRAMES = 20;
const frame = (n: number) => ({
  transport: 'mqtt' as const,
  source: 'gate',
  topic: 'impinj/gate/event',
  bytes: Buffer.from(`frame number ${n}`),
  repeated: false,
});

describe('faults of peers that are not ours', () => {
  test.each([1, 7, 30, 61])('2: a power cut loses nothing that was acknowledged, and a file cut %i bytes short opens', async (missing) => {
    const folder = join(temporaryFolder(), 'journal');
    const open = () =>
      openJournal({ folder, key: Buffer.alloc(32, 7), clock: () => 1_000, maxAgeMs: 86_400_000, maxBytes: 1e9, commitEveryMs: 0 });
    const journal = await open();
    for (let n = 1; n <= FRAMES; n++) {
      await journal.append(frame(n));
      // Each is on the disk when its sender is told, not some minutes later.
      const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
      expect(bytes).toBeGreaterThan(n * 10);
    }
    await journal.close();
    const segment = join(folder, readdirSync(folder).find((name) => name.endsWith('seg')) ?? '');
    truncateSync(segment, statSync(segment).size - missing);
    const again = await open();
    const read: string[] = [];
    for await (const batch of again.read(0)) for (const { bytes } of batch) read.push(Buffer.from(bytes).toString());
    // Only what was cut is missing, and all before it is whole.
    expect(read.length).toBeGreaterThanOrEqual(FRAMES - 2);
    expect(read).toEqual(Array.from({ length: read.length }, (_, i) => `frame number ${i + 1}`));
    await again.close();
  });
});
