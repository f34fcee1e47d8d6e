import { expect, test } from 'vitest';
import type { DomainEvent } from '../../gateway/domain/events.ts';
import { openDatabase } from '../../gateway/ledger/open-database.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { createTraffic } from '../../gateway/ledger/traffic.ts';
import type { Commit } from '../../gateway/pipeline/ledger-port.ts';
import { CATALOGUE } from './catalogue.ts';
import { aDay, commitOf, EVENT_TYPES, events, NINE, outboxRow, quarantined } from './events.ts';

const inMemory = () => openLedger({ file: ':memory:', clock: () => NINE });

/** The digest after the events were committed in groups of `size`, each group `times` times. */
function digestAfter(day: readonly DomainEvent[], size: number, times = 1): string {
  const { ledger } = inMemory();
  for (let i = 0; i < day.length; i += size) {
    for (let again = 0; again < times; again++) ledger.commit(commitOf(i + size, day.slice(i, i + size)));
  }
  return ledger.digest();
}

test('a made-up day holds every type of event', () => {
  expect(new Set(aDay(2_000).map((event) => event.type)).size).toBe(EVENT_TYPES.length);
});

test.each([1, 7, 100, 500, 2_000])('the digest does not depend on how events were grouped: %i at a time', (size) => {
  const day = aDay(2_000);
  expect(digestAfter(day, size)).toBe(digestAfter(day, 333));
});

test('the digest tells different days apart', () => {
  expect(digestAfter(aDay(500, 1), 50)).not.toBe(digestAfter(aDay(500, 2), 50));
  expect(digestAfter(aDay(500), 50)).not.toBe(digestAfter(aDay(499), 50));
});

test('events that come twice change nothing', () => {
  const day = aDay(2_000);
  expect(digestAfter(day, 100, 2)).toBe(digestAfter(day, 100));
});

test('a whole day applied again, in other groups, changes nothing', () => {
  const day = aDay(1_000);
  const { ledger } = inMemory();
  ledger.commit(commitOf(1_000, day));
  const before = ledger.digest();
  for (let i = 0; i < day.length; i += 30) ledger.commit(commitOf(i + 30, day.slice(i, i + 30)));
  expect(ledger.digest()).toBe(before);
  expect(ledger.position().seq).toBe(1_020);
});

test('a group that reaches past the known events brings only the new ones', () => {
  const day = aDay(200);
  const { ledger } = inMemory();
  ledger.commit(commitOf(120, day.slice(0, 120)));
  ledger.commit(commitOf(200, day.slice(60)));
  expect(ledger.digest()).toBe(digestAfter(day, 200));
  expect(ledger.lastEventId()).toBe(200);
});

test('an event that is not kept still counts as the newest one', () => {
  const opened = inMemory();
  opened.ledger.commit(commitOf(1, events([['device.online'], ['occupancy.changed', { people: 3 }]])));
  expect(opened.ledger.lastEventId()).toBe(2);
  opened.ledger.commit(commitOf(2, events([['occupancy.changed', { people: 99 }]], 2)));
  expect(opened.queries(CATALOGUE).footfall().occupancy).toBe(3);
});

test('the position never moves back', () => {
  const { ledger } = inMemory();
  expect(ledger.position()).toEqual({ seq: 0, tick: 0 });
  ledger.commit(commitOf(10, []));
  ledger.commit(commitOf(4, []));
  expect(ledger.position()).toEqual({ seq: 10, tick: NINE + 10 });
});

test('frames that are applied again are not counted again, refused messages always are', () => {
  const opened = inMemory();
  const counts = [
    { device: 'reader-1', outcome: 'applied', frames: 5, readings: 9 },
    { device: 'reader-1', outcome: 'rejected:not-json', frames: 1, readings: 0 },
    { device: '', outcome: 'refused:bad-credential', frames: 2, readings: 0 },
  ];
  opened.ledger.commit(commitOf(6, [], { counts }));
  opened.ledger.commit(commitOf(6, [], { counts }));
  opened.ledger.commit(commitOf(3, [], { counts }));
  const { received, applied, rejected, refused } = opened.queries(CATALOGUE).ledger();
  expect({ received, applied, rejected, refused }).toEqual({
    received: 6,
    applied: 5,
    rejected: { 'not-json': 1 },
    refused: { 'bad-credential': 6 },
  });
});

test('a commit that fails half-way leaves nothing behind, and can be made again', () => {
  const opened = inMemory();
  const heard: string[] = [];
  opened.outbox.onPending('influx', () => heard.push('influx'));
  const endless: Record<string, unknown> = {};
  endless.self = endless;
  const broken: Commit = commitOf(2, aDay(50), { outbox: [outboxRow('k1'), outboxRow('k2', { body: endless })] });
  const empty = opened.ledger.digest();
  expect(() => opened.ledger.commit(broken)).toThrow(TypeError);
  expect(opened.ledger.digest()).toBe(empty);
  expect(opened.ledger.position().seq).toBe(0);
  expect(opened.ledger.lastEventId()).toBe(0);
  expect(opened.outbox.pending('influx', 10)).toEqual([]);
  expect(heard).toEqual([]);
  opened.ledger.commit(commitOf(1, []));
  expect(heard).toEqual([]);
  opened.ledger.commit(commitOf(2, aDay(50), { outbox: [outboxRow('k1')] }));
  expect(opened.ledger.digest()).toBe(digestAfter(aDay(50), 50));
  expect(heard).toEqual(['influx']);
});

test('the newest time and skew of a device stay when an older message is applied again', () => {
  const opened = inMemory();
  const heard = (at: number, skewMs: number | null) => [{ device: 'reader-1', lastMessage: (NINE + at) as never, skewMs }];
  opened.ledger.commit(commitOf(1, [], { traffic: heard(1_000, 12) }));
  opened.ledger.commit(commitOf(2, [], { traffic: heard(2_000, null) }));
  opened.ledger.commit(commitOf(2, [], { traffic: heard(500, 700) }));
  const device = opened
    .queries(CATALOGUE)
    .devices()
    .find(({ id }) => id === 'reader-1');
  expect(device).toMatchObject({ lastMessage: NINE + 2_000, skewMs: 12 });
});

test('quarantine keeps the newest 100 samples of one reason, none of them twice', () => {
  const db = openDatabase(':memory:');
  const traffic = createTraffic(db);
  const samples = Array.from({ length: 250 }, (_, i) => quarantined({ at: (NINE + i) as never }));
  traffic.quarantine([quarantined({ reason: 'too-long' })]);
  traffic.quarantine(samples);
  traffic.quarantine(samples);
  expect(db.prepare('SELECT reason, count(*) AS n, min(at) AS oldest FROM quarantine GROUP BY reason').all()).toEqual([
    { reason: 'not-json', n: 100, oldest: NINE + 150 },
    { reason: 'too-long', n: 1, oldest: NINE },
  ]);
});

test('quarantine keeps the newest 1,000 samples of all reasons together', () => {
  const db = openDatabase(':memory:');
  const traffic = createTraffic(db);
  for (let reason = 0; reason < 12; reason++) {
    const samples = Array.from({ length: 100 }, (_, i) =>
      quarantined({ reason: `reason-${reason}`, at: (NINE + reason) as never, detail: `${i}` }),
    );
    traffic.quarantine(samples);
  }
  expect(db.prepare('SELECT count(*) AS n, min(at) AS oldest FROM quarantine').get()).toEqual({ n: 1_000, oldest: NINE + 2 });
});

test('a listener finds its rows committed, hears only of its own sink, and can stop listening', () => {
  const opened = inMemory();
  const found: number[] = [];
  const stop = opened.outbox.onPending('influx', () => found.push(opened.outbox.pending('influx', 10).length));
  opened.ledger.commit(commitOf(1, [], { outbox: [outboxRow('a'), outboxRow('b')] }));
  opened.ledger.commit(commitOf(2, [], { outbox: [outboxRow('a', { sink: 'display' })] }));
  stop();
  opened.ledger.commit(commitOf(3, [], { outbox: [outboxRow('c')] }));
  expect(found).toEqual([2]);
});
