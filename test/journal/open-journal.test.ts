import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGatewayError } from '../../gateway/errors.ts';
import { type JournalOptions, openJournal } from '../../gateway/journal/open-journal.ts';
import type { Frame, IncomingFrame } from '../../gateway/pipeline/frame.ts';
import type { Journal } from '../../gateway/pipeline/journal-port.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const KEY = Buffer.alloc(32, 7);
const frame = (text: string): IncomingFrame => ({
  transport: 'mqtt',
  source: 'gate',
  topic: 'impinj/gate/event',
  bytes: Buffer.from(text),
  repeated: false,
});
const texts = (frames: readonly Frame[]): string[] => frames.map(({ bytes }) => Buffer.from(bytes).toString());

async function all(journal: Journal, after = 0): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const batch of journal.read(after)) frames.push(...batch);
  return frames;
}

function opener(folder: string, more: Partial<JournalOptions> = {}) {
  return () => openJournal({ folder, key: KEY, clock: () => 1_000, maxAgeMs: 86_400_000, maxBytes: 1e9, commitEveryMs: 0, ...more });
}

const segmentFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('seg'))
    .sort();

describe('journal', () => {
  test('gives back what was appended, in order, with numbers and times', async () => {
    const open = opener(join(temporaryFolder(), 'journal'));
    const journal = await open();
    const stored = await Promise.all(['a', 'b', 'c'].map((text) => journal.append(frame(text))));
    expect(stored.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    await journal.close();
    const again = await open();
    expect(await all(again)).toEqual(stored.map((f) => ({ ...f, bytes: Buffer.from(f.bytes) })));
    expect(texts(await all(again, 2))).toEqual(['c']);
    expect((await again.append(frame('d'))).seq).toBe(4);
    await again.close();
  });

  test('keeps every kind of frame as it is', async () => {
    const folder = join(temporaryFolder(), 'journal');
    const journal = await opener(folder)();
    const anyFrame = fc.record({
      transport: fc.constantFrom('mqtt', 'http', 'gateway') as fc.Arbitrary<IncomingFrame['transport']>,
      source: fc.string({ unit: 'grapheme', maxLength: 20 }),
      topic: fc.string({ unit: 'grapheme', maxLength: 60 }),
      bytes: fc.uint8Array({ maxLength: 300 }),
      repeated: fc.boolean(),
    });
    const frames = fc.sample(anyFrame, { numRuns: 200, seed: 5 });
    await Promise.all(frames.map((f) => journal.append(f)));
    const read = await all(journal);
    expect(read.map(({ seq, receivedAt, ...rest }) => ({ ...rest, bytes: [...rest.bytes] }))).toEqual(
      frames.map((f) => ({ ...f, bytes: [...f.bytes] })),
    );
    await journal.close();
  });

  test('does not hold a message in clear on disk', async () => {
    const folder = join(temporaryFolder(), 'journal');
    const journal = await opener(folder)();
    await journal.append(frame('{"card":"62E3086CED"}'));
    await journal.close();
    for (const name of segmentFiles(folder)) expect(readFileSync(join(folder, name)).includes('62E3086CED')).toBe(false);
  });

  test('time never decreases, whatever the clock does', async () => {
    let now = 5_000;
    const journal = await opener(join(temporaryFolder(), 'journal'), { clock: () => now })();
    await journal.append(frame('a'));
    now = 1_000;
    expect((await journal.append(frame('b'))).receivedAt).toBe(5_000);
    await journal.close();
  });

  test('a write cut at any byte loses only what was not acknowledged', async () => {
    const folder = join(temporaryFolder(), 'journal');
    const journal = await opener(folder)();
    await journal.append(frame('acknowledged'));
    const [name = ''] = segmentFiles(folder);
    const safe = statSync(join(folder, name)).size;
    await journal.append(frame('in flight'));
    await journal.close();
    const whole = readFileSync(join(folder, name));
    for (let cut = safe; cut < whole.length; cut += 3) {
      writeFileSync(join(folder, name), whole.subarray(0, cut));
      const again = await opener(folder)();
      expect(texts(await all(again))).toEqual(['acknowledged']);
      expect(again.stats().corrupt).toBe(0);
      expect((await again.append(frame('next'))).seq).toBe(2);
      expect(texts(await all(again))).toEqual(['acknowledged', 'next']);
      await again.close();
      for (const file of segmentFiles(folder)) if (file !== name) rmSync(join(folder, file));
    }
  });

  test('a flipped bit costs its own block, is counted, and never becomes a reading', async () => {
    const folder = join(temporaryFolder(), 'journal');
    const journal = await opener(folder)();
    for (const text of ['one', 'two', 'three']) await journal.append(frame(text));
    await journal.close();
    const [name = ''] = segmentFiles(folder);
    const whole = readFileSync(join(folder, name));
    const blockLength = whole.length / 3 - 1;
    for (let at = 0; at < blockLength; at += 7) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      writeFileSync(join(folder, name), damaged);
      const again = await opener(folder)();
      expect(texts(await all(again))).toEqual(['two', 'three']);
      await again.close();
    }
  });

  test('rotates, compresses closed segments, and still reads them', async () => {
    const folder = join(temporaryFolder(), 'journal');
    const journal = await opener(folder, { segmentBytes: 2_000 })();
    const sent = Array.from({ length: 60 }, (_, i) => `reading ${i} ${'same words '.repeat(10)}`);
    for (const text of sent) await journal.append(frame(text));
    await journal.close();
    expect(segmentFiles(folder).filter((name) => name.endsWith('.zseg')).length).toBeGreaterThan(2);
    const again = await opener(folder)();
    expect(texts(await all(again))).toEqual(sent);
    expect(again.stats().bytes).toBeLessThan(sent.join('').length);
    await again.close();
  });

  test('forgets by age only what recovery does not need, by size the oldest, and counts that', async () => {
    let now = 0;
    const folder = join(temporaryFolder(), 'journal');
    const journal = await opener(folder, { clock: () => now, segmentBytes: 500, maxAgeMs: 1_000, maxBytes: 1e9 })();
    const fill = async (count: number) => {
      for (let i = 0; i < count; i++) await journal.append(frame('x'.repeat(200)));
    };
    await fill(10);
    now = 5_000;
    await fill(10);
    expect(journal.firstSeq).toBe(1);
    journal.keepAfter(10);
    await fill(10);
    await journal.close();
    const again = await opener(folder, { clock: () => now, segmentBytes: 500, maxAgeMs: 1_000 })();
    again.keepAfter(30);
    await again.close();
    const aged = await opener(folder, { clock: () => 60_000, segmentBytes: 500, maxAgeMs: 1_000 })();
    const before = aged.firstSeq;
    aged.keepAfter(20);
    await eventually(() => expect(aged.firstSeq).toBeGreaterThan(before));
    expect(aged.firstSeq).toBeGreaterThan(11);
    expect(aged.firstSeq).toBeLessThanOrEqual(21);
    expect(aged.stats().evicted).toBe(0);
    await aged.close();
    const capped = await opener(folder, { clock: () => now, maxBytes: 100 })();
    expect(capped.stats().evicted).toBe(0);
    capped.keepAfter(20);
    await eventually(() => expect(capped.stats().evicted).toBeGreaterThan(0));
    await capped.close();
  });

  test('numbers go on behind what the ledger has seen, also in an empty folder', async () => {
    const journal = await opener(join(temporaryFolder(), 'journal'), { usedUpTo: 500 })();
    expect(journal.firstSeq).toBe(501);
    expect((await journal.append(frame('a'))).seq).toBe(501);
    expect(texts(await all(journal, 500))).toEqual(['a']);
    await journal.close();
  });

  test('the newest segment stays however old it is, so that numbers go on', async () => {
    const folder = join(temporaryFolder(), 'journal');
    const journal = await opener(folder, { segmentBytes: 500 })();
    for (let i = 0; i < 10; i++) await journal.append(frame('x'.repeat(200)));
    await journal.close();
    const later = await opener(folder, { clock: () => 1e9, maxAgeMs: 1 })();
    later.keepAfter(10);
    await eventually(() => expect(later.stats().segments).toBe(1));
    await later.close();
    expect((await (await opener(folder)()).append(frame('y'))).seq).toBe(11);
  });

  test('another key is refused instead of beginning an empty journal', async () => {
    const folder = join(temporaryFolder(), 'journal');
    const journal = await opener(folder)();
    await journal.append(frame('a'));
    await journal.close();
    const error = await opener(folder, { key: Buffer.alloc(32, 8) })().catch((caught: unknown) => caught);
    expect(isGatewayError(error, 'JOURNAL_KEY_WRONG')).toBe(true);
    expect(texts(await all(await opener(folder)()))).toEqual(['a']);
  });

  test('what is neither segment nor ours is left alone, half-made files are removed', async () => {
    const folder = join(temporaryFolder(), 'journal');
    mkdirSync(folder);
    writeFileSync(join(folder, 'note.txt'), 'mine');
    writeFileSync(join(folder, '0000000000000001.zseg.partial'), 'half');
    const journal = await opener(folder)();
    await journal.append(frame('a'));
    await journal.close();
    expect(existsSync(join(folder, 'note.txt'))).toBe(true);
    expect(existsSync(join(folder, '0000000000000001.zseg.partial'))).toBe(false);
  });

  test('a failed write refuses the group and numbers go on without a gap', async () => {
    const folder = join(temporaryFolder(), 'journal');
    const journal = await opener(folder)();
    await journal.append(frame('a'));
    rmSync(folder, { recursive: true });
    // The open file still takes writes; a new segment cannot be made, which is what a vanished disk looks like.
    await journal.close();
    const broken = await opener(join(folder, 'sub'), {})();
    rmSync(folder, { recursive: true });
    const refused = await broken.append(frame('lost')).catch((caught: unknown) => caught);
    expect(isGatewayError(refused, 'JOURNAL_UNAVAILABLE')).toBe(true);
    mkdirSync(join(folder, 'sub'), { recursive: true });
    expect((await broken.append(frame('kept'))).seq).toBe(1);
    expect(texts(await all(broken))).toEqual(['kept']);
    await broken.close();
  });

  test('a tail of garbage is cut off, also when it is long', async () => {
    const folder = join(temporaryFolder(), 'journal');
    const journal = await opener(folder)();
    await journal.append(frame('a'));
    await journal.close();
    const [name = ''] = segmentFiles(folder);
    const good = statSync(join(folder, name)).size;
    appendFileSync(join(folder, name), Buffer.alloc(10_000, 0x41));
    const again = await opener(folder)();
    expect(statSync(join(folder, name)).size).toBe(good);
    expect(texts(await all(again))).toEqual(['a']);
    await again.close();
    truncateSync(join(folder, name), good);
  });
});
