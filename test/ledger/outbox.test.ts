import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Instant, instant } from '../../gateway/domain/units.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, NINE, outboxRow } from './events.ts';

function opened() {
  let now = NINE;
  const all = openLedger({ file: ':memory:', clock: () => now });
  const put = (...rows: Parameters<typeof outboxRow>[]) =>
    all.ledger.commit(commitOf(1, [], { outbox: rows.map((row) => outboxRow(...row)) }));
  const waiting = (sink = 'influx') => all.outbox.pending(sink, 100).map(({ key }) => key);
  const totals = () => all.queries(CATALOGUE).ledger().outbox;
  return {
    ...all,
    put,
    waiting,
    totals,
    advance: (ms: number) => {
      now += ms;
    },
  };
}

const until = (ms: number): { expires: Instant } => ({ expires: instant(NINE + ms) });

test('rows wait in the order of their commits, for their own sink, with what was put in', () => {
  const { put, outbox } = opened();
  put(['b'], ['a'], ['c', { sink: 'display' }]);
  expect(outbox.pending('influx', 100)).toEqual([
    { id: 1, sink: 'influx', key: 'b', at: NINE, expires: null, attempts: 0, since: NINE, body: { key: 'b' } },
    { id: 2, sink: 'influx', key: 'a', at: NINE, expires: null, attempts: 0, since: NINE, body: { key: 'a' } },
  ]);
  expect(outbox.pending('influx', 1)).toHaveLength(1);
  expect(outbox.pending('nobody', 10)).toEqual([]);
});

test('a key is delivered once, also when the journal is applied again after the delivery', () => {
  const { put, outbox, waiting, totals } = opened();
  put(['a'], ['b']);
  put(['a'], ['b']);
  expect(waiting()).toEqual(['a', 'b']);
  outbox.delivered(outbox.pending('influx', 1).map(({ id }) => id));
  put(['a'], ['b']);
  expect(waiting()).toEqual(['b']);
  expect(totals()).toEqual({ influx: { waiting: 1, delivered: 1, failed: 0 } });
});

test('the same key may go to two sinks', () => {
  const { put, waiting } = opened();
  put(['a'], ['a', { sink: 'mqtt' }]);
  expect([waiting('influx'), waiting('mqtt')]).toEqual([['a'], ['a']]);
});

test('a row ends once: a late answer after its end counts nothing', () => {
  const { put, outbox, totals } = opened();
  put(['a']);
  const ids = outbox.pending('influx', 10).map(({ id }) => id);
  outbox.failed(ids, 'refused');
  outbox.delivered(ids);
  outbox.delivered([4_711]);
  expect(totals()).toEqual({ influx: { waiting: 0, delivered: 0, failed: 1 } });
});

test('attempts are counted while the row waits', () => {
  const { put, outbox } = opened();
  put(['a'], ['b']);
  outbox.attempted([1, 2]);
  outbox.attempted([2]);
  expect(outbox.pending('influx', 10).map(({ attempts }) => attempts)).toEqual([1, 2]);
});

test('a row that is worthless ends as failed instead of being handed out', () => {
  const { put, waiting, totals, advance } = opened();
  put(['short', until(1_000)], ['long', until(5_000)], ['ever']);
  advance(999);
  expect(waiting()).toEqual(['short', 'long', 'ever']);
  advance(1);
  expect(waiting()).toEqual(['long', 'ever']);
  expect(totals()).toEqual({ influx: { waiting: 2, delivered: 0, failed: 1 } });
  put(['short', until(9_000)]);
  expect(waiting()).toEqual(['long', 'ever']);
});

test('what is delivered or fails does not change the digest', () => {
  const { put, outbox, ledger } = opened();
  const before = ledger.digest();
  put(['a'], ['b']);
  outbox.delivered([1]);
  outbox.failed([2], 'refused');
  expect(ledger.digest()).toBe(before);
});

test('what somebody asks for is put in beside the commits: on disk, told to whoever listens, once per key', () => {
  const file = join(temporaryFolder(), 'ledger.sqlite');
  const first = openLedger({ file, clock: () => NINE });
  let woken = 0;
  first.outbox.onPending('display', () => void woken++);
  first.outbox.add([outboxRow('c-1', { sink: 'display' }), outboxRow('c-2', { sink: 'display' })]);
  first.outbox.add([outboxRow('c-1', { sink: 'display' })]);
  first.outbox.delivered(first.outbox.pending('display', 1).map(({ id }) => id));
  expect(woken).toBe(1);
  first.close();
  const again = openLedger({ file, clock: () => NINE });
  onTestFinished(again.close);
  again.outbox.add([outboxRow('c-1', { sink: 'display' })]);
  expect(again.outbox.pending('display', 10).map(({ key }) => key)).toEqual(['c-2']);
});
