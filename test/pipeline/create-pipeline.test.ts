import { describe, expect, test, vi } from 'vitest';
import type { Outgoing } from '../../devices/kit/command.ts';
import { sparkplugB } from '../../devices/sparkplug/sparkplug-b.ts';
import type { DomainEvent } from '../../gateway/domain/events.ts';
import type { Input } from '../../gateway/domain/readings.ts';
import { instant } from '../../gateway/domain/units.ts';
import { GatewayError, isGatewayError } from '../../gateway/errors.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { createPipeline, type PipelineOptions } from '../../gateway/pipeline/create-pipeline.ts';
import type { Frame, IncomingFrame } from '../../gateway/pipeline/frame.ts';
import type { Journal } from '../../gateway/pipeline/journal-port.ts';
import type { Ledger } from '../../gateway/pipeline/ledger-port.ts';
import { createPseudonyms } from '../../gateway/pipeline/pseudonyms.ts';
import { CATALOGUE } from '../ledger/catalogue.ts';
import { eventually } from '../support/until.ts';
import { createStoreFake, frameOf, resolve } from './support.ts';

/** A journal in memory that keeps the rules of the real one; `full` makes it refuse. */
function createJournalFake(clock: () => number, usedUpTo = 0) {
  const frames: Frame[] = [];
  const state = { full: false };
  const journal: Journal = {
    async append(incoming) {
      if (state.full) throw new GatewayError('JOURNAL_UNAVAILABLE', 'no space left');
      const frame = { ...incoming, seq: usedUpTo + frames.length + 1, receivedAt: instant(clock()) };
      frames.push(frame);
      return frame;
    },
    async *read(after) {
      yield frames.filter(({ seq }) => seq > after);
    },
    get lastSeq() {
      return usedUpTo + frames.length;
    },
    firstSeq: usedUpTo + 1,
    keepAfter() {},
    stats: () => ({ frames: frames.length, bytes: 0, segments: 1, evicted: 0, corrupt: 0 }),
    async close() {},
  };
  return { journal, frames, state };
}

function shop(ledger: Ledger, journal: Journal, clock: () => number, resolveTopic: PipelineOptions['resolve'] = resolve) {
  const inputs: Input[] = [];
  const committed: DomainEvent[] = [];
  const asked: [string, Outgoing][] = [];
  const broken = vi.fn();
  const pipeline = createPipeline({
    journal,
    ledger,
    clock,
    resolve: resolveTopic,
    pseudonym: createPseudonyms(Buffer.alloc(32)),
    createStore: (snapshot) => createStoreFake(inputs, snapshot),
    project: (event) => [
      { sink: 'mqtt', key: String(event.id), at: event.at, expires: null, body: event.type },
      { sink: 'lock', key: String(event.id), at: event.at, expires: null, body: 'open', isLiveOnly: true },
    ],
    onRead: () => {},
    onAsk: (device, outgoing) => asked.push([device, outgoing]),
    onCounts: () => {},
    onCommitted: (events) => committed.push(...events),
    onBroken: broken,
    log: () => {},
  });
  return { pipeline, committed, broken, inputs, asked };
}

const count = (n: number): IncomingFrame => frameOf(0, 0, 'count', { in: n, out: 0 });

describe('pipeline', () => {
  test('commits effects with the position they came from', async () => {
    const clock = () => 50_500;
    const opened = openLedger({ file: ':memory:', clock });
    const { journal } = createJournalFake(clock);
    const { pipeline, committed } = shop(opened.ledger, journal, clock);
    await pipeline.start();
    await Promise.all([1, 2, 3].map((n) => pipeline.intake.accept(count(n))));
    await pipeline.stop();
    await pipeline.stop();
    expect(committed.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(opened.ledger.position().seq).toBe(3);
    expect(opened.outbox.pending('mqtt', 10).map(({ key }) => key)).toEqual(['1', '2', '3']);
    opened.close();
  });

  test('a start after a crash adds what the ledger lacks and doubles nothing', async () => {
    const clock = () => 50_500;
    const opened = openLedger({ file: ':memory:', clock });
    const { journal } = createJournalFake(clock);
    const first = shop(opened.ledger, journal, clock);
    await first.pipeline.start();
    await first.pipeline.intake.accept(count(1));
    await eventually(() => expect(first.committed).toHaveLength(1));
    // The process dies here: two frames are on disk that nobody has applied.
    await journal.append(count(2));
    await journal.append(count(3));
    const second = shop(opened.ledger, journal, clock);
    await second.pipeline.start();
    expect(second.committed.map(({ id }) => id)).toEqual([2, 3]);
    expect(opened.ledger.lastEventId()).toBe(3);
    expect(opened.outbox.pending('mqtt', 9).map(({ key }) => key)).toEqual(['1', '2', '3']);
    // Nobody who asked before the crash still stands at the door.
    expect(opened.outbox.pending('lock', 9).map(({ key }) => key)).toEqual(['1']);
    await second.pipeline.stop();
    const third = shop(opened.ledger, journal, clock);
    await third.pipeline.start();
    expect(third.committed).toEqual([]);
    expect(third.inputs).toEqual([]);
    await third.pipeline.stop();
    opened.close();
  });

  test('a journal that was lost takes nothing from the ledger, and new frames count on', async () => {
    const clock = () => 50_500;
    const opened = openLedger({ file: ':memory:', clock });
    const lost = createJournalFake(clock);
    const first = shop(opened.ledger, lost.journal, clock);
    await first.pipeline.start();
    await Promise.all([1, 2, 3].map((n) => first.pipeline.intake.accept(count(n))));
    await eventually(() => expect(first.committed).toHaveLength(3));
    // No checkpoint was saved; the new journal is empty but numbers go on.
    const fresh = createJournalFake(clock, opened.ledger.position().seq);
    const second = shop(opened.ledger, fresh.journal, clock);
    await second.pipeline.start();
    expect(opened.ledger.position().seq).toBe(3);
    await second.pipeline.intake.accept(count(4));
    await second.pipeline.stop();
    expect(second.committed.map(({ id }) => id)).toEqual([4]);
    expect(opened.ledger.position().seq).toBe(4);
    opened.close();
  });

  test('frames that a bad disk took before they were applied are counted as gone, and the balance holds', async () => {
    const clock = () => 50_500;
    const opened = openLedger({ file: ':memory:', clock });
    const { journal, frames } = createJournalFake(clock);
    for (const n of [1, 2, 3, 4, 5]) await journal.append(count(n));
    const damaged: Journal = {
      ...journal,
      lastSeq: 5,
      async *read(after) {
        yield frames.filter(({ seq }) => seq > after && seq !== 3 && seq !== 4);
      },
    };
    const { pipeline } = shop(opened.ledger, damaged, clock);
    await pipeline.start();
    await pipeline.stop();
    const counts = opened.queries(CATALOGUE).ledger();
    expect(counts).toMatchObject({ received: 5, applied: 3, evicted: { corrupt: 2 } });
    opened.close();
  });

  test('what cannot be stored is not acknowledged, and the next one can be again', async () => {
    const clock = () => 1_000;
    const opened = openLedger({ file: ':memory:', clock });
    const { journal, state } = createJournalFake(clock);
    const { pipeline, committed } = shop(opened.ledger, journal, clock);
    await pipeline.start();
    state.full = true;
    const refused = await pipeline.intake.accept(count(1)).catch((error: unknown) => error);
    expect(isGatewayError(refused, 'JOURNAL_UNAVAILABLE')).toBe(true);
    state.full = false;
    await pipeline.intake.accept(count(2));
    await pipeline.stop();
    expect(committed).toHaveLength(1);
    opened.close();
  });

  test('a ledger that refuses a commit is told to whoever can stop the process', async () => {
    const clock = () => 1_000;
    const opened = openLedger({ file: ':memory:', clock });
    const { journal } = createJournalFake(clock);
    const failing: Ledger = {
      ...opened.ledger,
      commit(commit) {
        if (commit.events.length > 0) throw new GatewayError('LEDGER_UNAVAILABLE', 'disk gone');
        opened.ledger.commit(commit);
      },
    };
    const { pipeline, broken } = shop(failing, journal, clock);
    await pipeline.start();
    await pipeline.intake.accept(count(1));
    await eventually(() => expect(broken).toHaveBeenCalledOnce());
    const refused = await pipeline.intake.accept(count(2)).catch((error: unknown) => error);
    expect(isGatewayError(refused, 'LEDGER_UNAVAILABLE')).toBe(true);
    await pipeline.stop();
    // No checkpoint beyond the ledger: the next start applies the lost part again.
    expect(opened.ledger.loadCheckpoint(1)).toBeNull();
    const next = shop(opened.ledger, journal, clock);
    await next.pipeline.start();
    expect(next.committed.map(({ id }) => id)).toEqual([1]);
    await next.pipeline.stop();
    opened.close();
  });

  test('senders wait while too much is on disk but not yet applied, and none is forgotten', async () => {
    const clock = () => 1_000;
    const opened = openLedger({ file: ':memory:', clock });
    const { journal, frames } = createJournalFake(clock);
    const { pipeline, committed } = shop(opened.ledger, journal, clock);
    await pipeline.start();
    await Promise.all(Array.from({ length: 12_000 }, (_, n) => pipeline.intake.accept(count(n + 1))));
    await pipeline.stop();
    expect(frames).toHaveLength(12_000);
    expect(committed).toHaveLength(12_000);
    opened.close();
  });

  test('what a driver misses is asked of its device, not too often, and never again for what is only recovered', async () => {
    let now = 100_000;
    const clock = () => now;
    const opened = openLedger({ file: ':memory:', clock });
    const { journal } = createJournalFake(clock);
    const resolveEdge = () => ({ device: 'plc', driver: sparkplugB, address: 'edge', settings: sparkplugB.settings?.parse({}) });
    const data = (seq: number): IncomingFrame => ({
      ...frameOf(0, 0, '', { timestamp: now, seq, metrics: [{ alias: 4, value: seq }] }),
      topic: 'spBv1.0/shop/NDATA/edge',
    });
    const { pipeline, asked } = shop(opened.ledger, journal, clock, resolveEdge);
    await pipeline.start();
    for (const later of [0, 29_999, 1]) {
      now += later;
      await pipeline.intake.accept(data(now % 256));
    }
    await eventually(() => expect(pipeline.backlog()).toBe(0));
    expect(asked).toMatchObject([
      ['plc', { via: 'mqtt', topic: 'spBv1.0/shop/NCMD/edge' }],
      ['plc', { via: 'mqtt', topic: 'spBv1.0/shop/NCMD/edge' }],
    ]);
    // Another process that has lost its checkpoint and the ledger applies the same journal.
    const empty = openLedger({ file: ':memory:', clock });
    const next = shop(empty.ledger, journal, clock, resolveEdge);
    await next.pipeline.start();
    expect(next.asked).toEqual([]);
    await next.pipeline.intake.accept(data(7));
    await eventually(() => expect(next.asked).toHaveLength(1));
    await next.pipeline.stop();
    await pipeline.stop();
    opened.close();
    empty.close();
  });
});
