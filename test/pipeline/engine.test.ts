import { expect, test } from 'vitest';
import { canonicalJson } from '../../devices/generic/canonical-json.ts';
import type { DeviceDriver } from '../../devices/kit/define-device.ts';
import type { DomainEvent } from '../../gateway/domain/events.ts';
import type { Input } from '../../gateway/domain/readings.ts';
import { instant, minorCurrency } from '../../gateway/domain/units.ts';
import { createEngine } from '../../gateway/pipeline/engine.ts';
import { acknowledgeFrame, bookFrame, forgetFrame, tellFrame, unblockFrame } from '../../gateway/pipeline/operator-frames.ts';
import { createPseudonyms } from '../../gateway/pipeline/pseudonyms.ts';
import { createTally } from '../../gateway/pipeline/tally.ts';
import { createStoreFake, frameOf, resolve } from './support.ts';

const pseudonym = createPseudonyms(Buffer.alloc(32, 3));

function started() {
  const inputs: Input[] = [];
  const events: DomainEvent[] = [];
  const tally = createTally();
  const engine = createEngine({
    resolve,
    pseudonym,
    tally,
    onRead: () => {},
    emit: (event) => events.push(event),
    createStore: (snapshot) => createStoreFake(inputs, snapshot),
  });
  const outcomes = () => {
    const sums: Record<string, number> = {};
    for (const { outcome, frames } of tally.take().counts) sums[outcome] = (sums[outcome] ?? 0) + frames;
    return sums;
  };
  return { engine, inputs, events, outcomes };
}

test('a tick comes at every whole second of receive time, before the frames of that second', () => {
  const { engine, inputs } = started();
  engine.apply(frameOf(1, 10_400, 'count', { in: 1, out: 0 }));
  engine.apply(frameOf(2, 12_000, 'count', { in: 1, out: 0 }));
  engine.advanceTo(instant(13_999));
  expect(inputs.map(({ kind, receivedAt }) => `${kind} ${receivedAt}`)).toEqual([
    'count 10400',
    'tick 11000',
    'tick 12000',
    'count 12000',
    'tick 13000',
  ]);
  expect(engine.position()).toEqual({ seq: 2, tick: 13_000 });
});

test('no time passes before the first frame', () => {
  const { engine, inputs } = started();
  engine.apply(frameOf(1, 1_790_000_000_500, 'count', { in: 1, out: 0 }));
  expect(inputs).toHaveLength(1);
});

test('every frame ends under exactly one outcome', () => {
  const { engine, outcomes } = started();
  const at = 20_000;
  engine.apply(frameOf(1, at, 'count', { in: 1, out: 0, at: 19_990 }));
  engine.apply(frameOf(2, at, 'count', { in: 1, out: 0, at: 19_990 }));
  engine.apply(frameOf(3, at, 'count', '{'));
  engine.apply(frameOf(4, at, 'count', { in: -1, out: 0 }));
  engine.apply(frameOf(5, at, 'count', { in: 1 }, { topic: 'somewhere/else' }));
  engine.apply({ ...frameOf(6, at, '', ''), ...acknowledgeFrame('a-1', 'ann', 'seen'), seq: 6 });
  const counted = outcomes();
  expect(counted).toMatchObject({ applied: 2, duplicate: 1, 'rejected:not-json': 1, 'rejected:unknown-device': 1 });
  const total = Object.entries(counted).filter(([outcome]) => !outcome.startsWith('warning:'));
  expect(total.reduce((sum, [, frames]) => sum + frames, 0)).toBe(6);
});

test('two people who pass one after the other are not one message sent twice', () => {
  const { engine, events } = started();
  engine.apply(frameOf(1, 1_000, 'count', { in: 1, out: 0 }));
  engine.apply(frameOf(2, 1_500, 'count', { in: 1, out: 0 }));
  expect(events).toHaveLength(2);
});

test('a message that its sender marks as repeated is taken once', () => {
  const { engine, events, outcomes } = started();
  engine.apply(frameOf(1, 1_000, 'count', { in: 1, out: 0 }));
  engine.apply(frameOf(2, 1_500, 'count', { in: 1, out: 0 }, { repeated: true }));
  expect(events).toHaveLength(1);
  expect(outcomes()).toEqual({ applied: 1, duplicate: 1 });
});

test('a repetition is also known after a restart from saved state', () => {
  const first = started();
  first.engine.apply(frameOf(1, 1_000, 'count', { in: 1, out: 0, at: 990 }));
  const saved = JSON.parse(JSON.stringify(first.engine.state()));
  const events: DomainEvent[] = [];
  const engine = createEngine(
    {
      resolve,
      pseudonym,
      tally: createTally(),
      onRead: () => {},
      emit: (event) => events.push(event),
      createStore: (s) => createStoreFake([], s),
    },
    saved,
    first.engine.position(),
  );
  engine.apply(frameOf(2, 1_200, 'count', { in: 1, out: 0, at: 990 }));
  expect(events).toEqual([]);
  engine.apply(frameOf(3, 1_300, 'count', { in: 1, out: 0, at: 1_250 }));
  expect(events.map(({ id }) => id)).toEqual([2]);
});

test('cards reach the domain as pseudonyms only', () => {
  const { engine, inputs } = started();
  const gsrn = '2D1402000C000000A4000000';
  engine.apply(frameOf(1, 1_000, 'card', { card: 'vip-0042' }));
  engine.apply(frameOf(2, 1_000, 'reads', { epc: gsrn, ant: 1, rssi: -50 }));
  engine.apply(frameOf(3, 1_000, 'sale', { id: 's1', currency: 'TWD', lines: [], card: 'vip-0042' }));
  const seen = JSON.stringify(inputs);
  expect(seen.toLowerCase()).not.toContain('vip-0042');
  expect(seen).not.toContain(gsrn);
  expect(inputs.map((input) => ('visitor' in input ? input.visitor : null))).toEqual([
    pseudonym('VIP-0042'),
    pseudonym(gsrn),
    pseudonym('VIP-0042'),
  ]);
});

test('an operator’s acknowledgement moves the domain like a message', () => {
  const { engine, inputs } = started();
  engine.apply({ ...frameOf(1, 5_000, '', ''), ...acknowledgeFrame('a-7', 'ann', 'it was staff') });
  expect(inputs).toEqual([{ kind: 'alert-acknowledged', receivedAt: 5_000, alert: 'a-7', user: 'ann', comment: 'it was staff' }]);
});

test('an operator’s word on a blocked tag moves the domain like a message', () => {
  const { engine, inputs } = started();
  engine.apply({ ...frameOf(1, 5_000, '', ''), ...unblockFrame('303400000000000000000009', 'ann') });
  expect(inputs).toEqual([{ kind: 'tag-unblocked', receivedAt: 5_000, epc: '303400000000000000000009', user: 'ann' }]);
});

test('what is told of a customer moves the domain like a message', () => {
  const { engine, inputs } = started();
  const visitor = pseudonym('VIP-0042');
  const said = {
    visitor,
    tier: 'gold',
    consent: { analytics: true },
    since: instant(1_000),
    source: 'fair',
    cost: minorCurrency(500),
    opening: { earned: 7, spent: 2, money: minorCurrency(100) },
  };
  const booking = { visitor, booking: 'b-1', points: -3, money: minorCurrency(0) };
  engine.apply({ ...frameOf(1, 5_000, '', ''), ...tellFrame(said, 'ann') });
  engine.apply({ ...frameOf(2, 5_100, '', ''), ...bookFrame(booking, 'till') });
  engine.apply({ ...frameOf(3, 5_200, '', ''), ...forgetFrame(visitor, 'ann') });
  expect(inputs).toEqual([
    { kind: 'customer-told', receivedAt: 5_000, user: 'ann', ...said },
    { kind: 'customer-booked', receivedAt: 5_100, user: 'till', ...booking },
    { kind: 'customer-forgotten', receivedAt: 5_200, user: 'ann', visitor },
  ]);
});

test('an absurd time says nothing of how far a device’s clock is off', () => {
  const tally = createTally();
  const engine = createEngine({ resolve, pseudonym, tally, onRead: () => {}, emit: () => {}, createStore: () => createStoreFake([]) });
  const now = 1_790_000_000_000;
  engine.apply(frameOf(1, now, 'count', { in: 1, out: 0, at: now - 250 }));
  engine.apply(frameOf(2, now, 'count', { in: 1, out: 0, at: 5 }));
  expect(tally.take().traffic).toEqual([{ device: 'reader', lastMessage: now, skewMs: 250 }]);
});

test('a driver that fails costs one message, which is refused and shown without its content', () => {
  const inputs: Input[] = [];
  const tally = createTally();
  const broken: DeviceDriver = {
    ...canonicalJson,
    decode(message, context) {
      if (message.bytes.length === 3) throw new TypeError('4929123456781234');
      return canonicalJson.decode(message, context);
    },
  };
  const engine = createEngine({
    resolve: () => ({ device: 'reader', driver: broken }),
    pseudonym,
    tally,
    onRead: () => {},
    emit: () => {},
    createStore: (snapshot) => createStoreFake(inputs, snapshot),
  });
  engine.apply(frameOf(1, 10_000, 'count', 'bad'));
  engine.apply(frameOf(2, 10_100, 'count', { in: 1, out: 0 }));
  const { counts, quarantine } = tally.take();
  expect(counts.map(({ outcome, frames }) => [outcome, frames])).toEqual([
    ['rejected:driver-failed', 1],
    ['applied', 1],
  ]);
  expect(quarantine).toMatchObject([{ reason: 'driver-failed', detail: 'canonical-json failed with a TypeError' }]);
  expect(inputs).toHaveLength(1);
});
