import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, NINE, outboxRow } from './events.ts';

const HOOK = 'webhook:crm';
const DAY = 86_400_000;

function opened(file = ':memory:') {
  let now = NINE;
  const all = openLedger({ file, clock: () => now });
  onTestFinished(all.close);
  const queries = all.queries(CATALOGUE);
  return {
    ...all,
    put: (...keys: string[]) => all.ledger.commit(commitOf(1, [], { outbox: keys.map((key) => outboxRow(key, { sink: HOOK })) })),
    /** Gives up the oldest waiting rows. */
    bury: (n: number, reason = 'http-422') =>
      all.outbox.bury(all.outbox.pending(HOOK, n).map(({ id }) => ({ id, reason, detail: 'it said no' }))),
    waiting: () => all.outbox.pending(HOOK, 1_000).map(({ key }) => key),
    queries,
    sinks: queries.sinks,
    letters: (sink = HOOK) => queries.deadLetters({ limit: 500, sink }),
    totals: () => queries.ledger().outbox[HOOK],
    advance: (ms: number) => {
      now += ms;
    },
  };
}

test('what is given up keeps what it said, why it died, and when', () => {
  const { put, bury, letters, waiting, totals, advance, outbox } = opened();
  put('a', 'b');
  outbox.attempted(outbox.pending(HOOK, 1).map(({ id }) => id));
  advance(1_000);
  bury(1);
  expect(waiting()).toEqual(['b']);
  expect(letters()).toEqual([
    { id: 1, sink: HOOK, at: NINE, diedAt: NINE + 1_000, attempts: 2, reason: 'http-422', detail: 'it said no', body: { key: 'a' } },
  ]);
  expect(letters('webhook:other')).toEqual([]);
  expect(totals()).toEqual({ waiting: 1, delivered: 0, failed: 1 });
});

test('a letter that is sent again waits in its old place, is announced, and no longer counts as failed', () => {
  const { put, bury, letters, waiting, totals, outbox, deadLetters } = opened();
  let woken = 0;
  put('a', 'b');
  bury(1);
  outbox.onPending(HOOK, () => void woken++);
  expect(deadLetters.replay(letters()[0]?.id ?? 0)).toBe(true);
  expect(woken).toBe(1);
  expect(waiting()).toEqual(['a', 'b']);
  expect(letters()).toEqual([]);
  expect(totals()).toEqual({ waiting: 2, delivered: 0, failed: 0 });
  expect(outbox.pending(HOOK, 1)[0]).toMatchObject({ attempts: 0, body: { key: 'a' } });
});

test('a letter whose row is gone is put in anew; its key still counts once', async () => {
  const { put, bury, letters, waiting, deadLetters, expire } = opened();
  put('a');
  bury(1);
  await expire({ visitDays: 30, now: NINE, journalFirstSeq: 2 });
  expect(deadLetters.replay(letters()[0]?.id ?? 0)).toBe(true);
  expect(waiting()).toEqual(['a']);
  put('a');
  expect(waiting()).toEqual(['a']);
});

test('one that was thrown away is gone, stays counted, and an id that nobody has does nothing', () => {
  const { put, bury, letters, waiting, totals, deadLetters } = opened();
  put('a');
  bury(1);
  const { id = 0 } = letters()[0] ?? {};
  expect(deadLetters.discard(id)).toBe(true);
  expect(deadLetters.discard(id)).toBe(false);
  expect(deadLetters.replay(id)).toBe(false);
  expect([letters(), waiting(), totals()]).toEqual([[], [], { waiting: 0, delivered: 0, failed: 1 }]);
});

test('the id of a letter never comes to mean another one', () => {
  const { put, bury, letters, deadLetters } = opened();
  put('a', 'b');
  bury(1);
  deadLetters.discard(1);
  bury(1);
  expect(letters().map(({ id }) => id)).toEqual([2]);
});

test('all of a receiver can be sent again or thrown away at once, those of others stay', async () => {
  const { put, bury, letters, waiting, deadLetters, ledger, outbox } = opened();
  const keys = Array.from({ length: 1_200 }, (_, i) => `k${i}`);
  put(...keys);
  ledger.commit(commitOf(2, [], { outbox: [outboxRow('other', { sink: 'epcis' })] }));
  bury(1_200);
  outbox.bury(outbox.pending('epcis', 1).map(({ id }) => ({ id, reason: 'refused', detail: '' })));
  expect(await deadLetters.replayAll(HOOK)).toBe(1_200);
  expect(waiting()).toHaveLength(1_000);
  expect(outbox.waiting(HOOK)).toBe(1_200);
  bury(1_200);
  expect(await deadLetters.discardAll(HOOK)).toBe(1_200);
  expect(letters()).toEqual([]);
  expect(letters('epcis')).toHaveLength(1);
});

test('a receiver keeps ten thousand, the newest', () => {
  const { put, bury, letters, sinks } = opened();
  put(...Array.from({ length: 10_003 }, (_, i) => `k${i}`));
  bury(10_003);
  expect(letters()[0]?.body).toEqual({ key: 'k10002' });
  expect(sinks()).toEqual([{ sink: HOOK, waiting: 0, delivered: 0, failed: 10_003, dead: 10_000, waitingSince: null }]);
});

test('letters come in pages, the newest first', () => {
  const { put, bury, queries } = opened();
  put('a', 'b', 'c');
  bury(3);
  const page = (before?: number) => queries.deadLetters({ limit: 2, before }).map(({ body }) => body);
  expect([page(), page(2), page(1)]).toEqual([[{ key: 'c' }, { key: 'b' }], [{ key: 'a' }], []]);
});

test('each receiver has its account, with the time since when the oldest waits', () => {
  const { put, bury, outbox, ledger, sinks } = opened();
  put('a', 'b', 'c', 'd');
  bury(1);
  outbox.delivered(outbox.pending(HOOK, 1).map(({ id }) => id));
  ledger.commit(commitOf(2, [], { outbox: [outboxRow('x', { sink: 'epcis' })] }));
  expect(sinks()).toEqual([
    { sink: 'epcis', waiting: 1, delivered: 0, failed: 0, dead: 0, waitingSince: NINE },
    { sink: HOOK, waiting: 2, delivered: 1, failed: 1, dead: 1, waitingSince: NINE },
  ]);
});

test('letters and rows that wait outlive a restart, but not the privacy policy', async () => {
  const file = join(temporaryFolder(), 'ledger.sqlite');
  const first = opened(file);
  first.put('a', 'b', 'c');
  first.bury(1);
  first.close();
  const again = opened(file);
  expect([again.letters().length, again.waiting()]).toEqual([1, ['b', 'c']]);
  expect(await again.expire({ visitDays: 1, now: NINE + DAY })).toMatchObject({ dead_letters: 0 });
  expect(await again.expire({ visitDays: 1, now: NINE + DAY + 1 })).toMatchObject({ dead_letters: 1, waiting: 2 });
  expect([again.letters(), again.waiting()]).toEqual([[], []]);
  expect(again.totals()).toEqual({ waiting: 0, delivered: 0, failed: 3 });
});
