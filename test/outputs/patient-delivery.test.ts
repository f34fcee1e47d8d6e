import { describe, expect, test } from 'vitest';
import { instant } from '../../gateway/domain/units.ts';
import type { WaitingRow } from '../../gateway/outputs/drain.ts';
import { createPatientDelivery, type Outcome } from '../../gateway/outputs/patient-delivery.ts';

const HOUR = 3_600_000;
const NOW = 1_790_000_000_000;
const row = (id: number, since = NOW): WaitingRow => ({
  id,
  sink: 'webhook:crm',
  key: String(id),
  at: instant(since),
  since: instant(since),
  expires: null,
  attempts: 0,
  body: id,
});
const rows = (...ids: number[]): WaitingRow[] => ids.map((id) => row(id));
const taken: Outcome = { kind: 'taken' };
const refused: Outcome = { kind: 'refused', reason: 'http-422', detail: 'no' };
const failed: Outcome = { kind: 'failed', reason: 'http-500', detail: 'oops', retryAfterMs: null };
const away: Outcome = { kind: 'away', reason: 'no-answer-ECONNREFUSED', detail: '', retryAfterMs: null };

/** A receiver that answers as `judge` says of the ids in a request; `sent` keeps what it got. */
function receiver(judge: (ids: readonly number[]) => Outcome, batch = 1) {
  const sent: number[][] = [];
  const reported: string[] = [];
  let answer = judge;
  const deliver = createPatientDelivery({
    batch,
    giveUpAfterMs: 72 * HOUR,
    clock: () => NOW,
    report: ({ kind }) => void reported.push(kind),
    send: async (chunk) => {
      const ids = chunk.map(({ id }) => id);
      sent.push(ids);
      return answer(ids);
    },
  });
  /** Delivers as the drain does: again and again what was not settled. Gives what came of each row. */
  async function drain(ids: readonly number[], goes: number) {
    const left = new Set(ids);
    const delivered: number[] = [];
    const dead: number[] = [];
    for (let go = 0; go < goes && left.size > 0; go++) {
      const outcome = await deliver(rows(...left));
      for (const id of outcome.delivered) if (left.delete(id)) delivered.push(id);
      for (const { id } of outcome.dead ?? []) if (left.delete(id)) dead.push(id);
    }
    return { delivered, dead, left: [...left] };
  }
  const become = (next: typeof judge): void => {
    answer = next;
  };
  return { deliver, drain, sent, reported, become };
}

describe('patient delivery', () => {
  test('sends rows in order, one by one or in batches', async () => {
    const single = receiver(() => taken);
    expect(await single.deliver(rows(1, 2, 3))).toEqual({ delivered: [1, 2, 3], failed: [], dead: [], tried: [1, 2, 3] });
    expect(single.sent).toEqual([[1], [2], [3]]);
    const batched = receiver(() => taken, 2);
    await batched.deliver(rows(1, 2, 3));
    expect(batched.sent).toEqual([[1, 2], [3]]);
  });

  test('stops at a receiver that is away, whatever waits behind, and passes on how long it wants to be left alone', async () => {
    const { deliver, sent } = receiver(() => ({ ...away, retryAfterMs: 7_000 }) as Outcome);
    expect(await deliver(rows(1, 2))).toEqual({ delivered: [], failed: [], dead: [], tried: [1], retryAfterMs: 7_000 });
    expect(sent).toEqual([[1]]);
  });

  test('never gives up a row of a receiver that is away', async () => {
    const { drain, become } = receiver(() => away);
    expect(await drain([1, 2, 3], 50)).toEqual({ delivered: [], dead: [], left: [1, 2, 3] });
    become(() => taken);
    expect(await drain([1, 2, 3], 1)).toEqual({ delivered: [1, 2, 3], dead: [], left: [] });
  });

  test('gives up a refused row at once where others are taken', async () => {
    const { drain } = receiver(([id]) => (id === 2 ? refused : taken));
    expect(await drain([1, 2, 3, 4], 1)).toEqual({ delivered: [1, 3, 4], dead: [2], left: [] });
  });

  test('a receiver that refuses everything loses one row at most: it is the receiver that is wrong', async () => {
    const { drain, become } = receiver(() => taken);
    expect(await drain([1], 1)).toMatchObject({ delivered: [1] });
    become(() => refused);
    expect(await drain([2, 3, 4, 5, 6, 7, 8], 30)).toEqual({ delivered: [], dead: [2], left: [3, 4, 5, 6, 7, 8] });
    become(() => taken);
    expect(await drain([3, 4, 5, 6, 7, 8], 2)).toEqual({ delivered: [3, 4, 5, 6, 7, 8], dead: [], left: [] });
  });

  test('a row that alone makes the receiver fail is given up after some patience, once another gets through', async () => {
    const { drain, sent } = receiver(([id]) => (id === 1 ? failed : taken));
    expect(await drain([1, 2, 3], 4)).toEqual({ delivered: [], dead: [], left: [1, 2, 3] });
    expect(sent).toEqual([[1], [1], [1], [1]]);
    expect(await drain([1, 2, 3], 1)).toEqual({ delivered: [2, 3], dead: [1], left: [] });
  });

  test('a row that is alone in the queue waits: nothing proves that the receiver works', async () => {
    const { drain } = receiver(([id]) => (id === 1 ? failed : taken));
    expect(await drain([1], 20)).toMatchObject({ dead: [], left: [1] });
    expect(await drain([1, 2], 1)).toEqual({ delivered: [2], dead: [1], left: [] });
  });

  test.each([1, 2, 7, 50, 99])('finds the one wrong row of a batch of hundred (row %i)', async (wrong) => {
    const all = Array.from({ length: 100 }, (_, i) => i + 1);
    const { drain, sent } = receiver((ids) => (ids.includes(wrong) ? refused : taken), 100);
    const { delivered, dead, left } = await drain(all, 20);
    expect([delivered.length, dead, left]).toEqual([99, [wrong], []]);
    expect(sent.length).toBeLessThan(40);
  });

  test('a receiver that chokes on large batches gets smaller ones', async () => {
    const all = Array.from({ length: 64 }, (_, i) => i + 1);
    const { drain } = receiver((ids) => (ids.length > 5 ? failed : taken), 64);
    expect(await drain(all, 60)).toMatchObject({ dead: [], left: [] });
  });

  test('what waited too long is given up without being sent', async () => {
    const { deliver, sent } = receiver(() => taken);
    expect(await deliver([row(1, NOW - 73 * HOUR), row(2, NOW - 71 * HOUR)])).toMatchObject({
      delivered: [2],
      dead: [{ id: 1, reason: 'too-late' }],
    });
    expect(sent).toEqual([[2]]);
  });

  test('tells how each request went', async () => {
    const { deliver, reported } = receiver(([id]) => (id === 2 ? away : taken));
    await deliver(rows(1, 2, 3));
    expect(reported).toEqual(['taken', 'away']);
  });
});
