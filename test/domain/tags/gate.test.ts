import { describe, expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { DomainEvent } from '../../../gateway/domain/events.ts';
import type { Reading, TagUnblocked } from '../../../gateway/domain/readings.ts';
import { minutes } from '../../../gateway/domain/units.ts';
import { at, crossing, defaultSettings, epc, only, reads, run, sale, shopOf, withTicks } from '../support.ts';

const shirt = epc(1);
const UNTIL = 300;
/** Neighbours at rest, so that somebody listens whatever becomes of the shirt. */
const neighbours = [2, 3, 4, 5].flatMap((n) => reads(n * 0.31, UNTIL, 'walls:1', epc(n), -54 - n));
const carried = [...neighbours, crossing(1, 1, 0), ...reads(1, 60.5, 'walls:1', shirt), ...reads(64, 100, 'cabins:1', shirt, -58)];
const inner = (from: number, dbm = -60) => reads(from, from + 3, 'gate:1', shirt, dbm, 0.5);
const outer = (from: number, dbm = -58) => reads(from, from + 3, 'gate:2', shirt, dbm, 0.5);
const through = [...inner(110), ...outer(112)];
const day = (readings: readonly Reading[], shop = shopOf(), until = UNTIL) => run(createStore(shop), withTicks(readings, until));
const sum = (nats: readonly { readonly nats: number }[]) => nats.reduce((all, e) => all + e.nats, 0);
const named = (events: readonly DomainEvent[]) => events.filter((e) => 'epc' in e && e.epc === shirt).map((e) => e.type);

describe('a pass through the gate', () => {
  const left = day([...carried, ...through, crossing(115, 0, 1)]);

  test('is suspected at once and confirmed after the silence', () => {
    const [suspected] = only(left, 'exit.suspected');
    const [exited] = only(left, 'item.exited');
    expect(Number(suspected?.emittedAt) - Number(suspected?.at)).toBeLessThanOrEqual(1_500);
    expect(Number(exited?.emittedAt) - Number(exited?.at)).toBeLessThanOrEqual(7_000);
    expect(only(left, 'exit.withdrawn')).toHaveLength(0);
  });

  test('has evidence that adds up to its probability', () => {
    for (const { why, confidence } of [...only(left, 'item.exited'), ...only(left, 'exit.suspected')]) {
      expect(1 / (1 + Math.exp(-sum(why)))).toBeCloseTo(confidence, 6);
    }
  });

  test.each([
    { given: 'inwards', readings: [...carried, ...outer(110), ...inner(112)] },
    { given: 'that the inner antenna alone hears', readings: [...carried, ...inner(110), ...inner(113)] },
    { given: 'after which it is heard inside', readings: [...carried, ...through, ...reads(117, 200, 'tables:1', shirt, -55, 1)] },
  ])('is no exit $given', ({ readings }) => {
    expect(only(day(readings), 'item.exited')).toHaveLength(0);
  });

  test('is taken back aloud when it was suspected', () => {
    const events = day([...carried, ...through, crossing(115, 0, 1), ...reads(116, 250, 'tables:1', shirt, -55, 1)]);
    expect(only(events, 'exit.suspected')).toHaveLength(1);
    expect(only(events, 'exit.withdrawn')).toHaveLength(1);
    expect(only(events, 'item.exited')).toHaveLength(0);
  });

  test.each([
    { given: 'that reads ten decibels hotter', shift: 10 },
    { given: 'that reads eight decibels colder', shift: -8 },
  ])('means the same at a gate $given', ({ shift }) => {
    const weak = [2, 3].flatMap((n) => reads(n, UNTIL, 'gate:1', epc(n), -72 + shift, 9));
    const pass = [...inner(110, -60 + shift), ...outer(112, -58 + shift)];
    expect(only(day([...carried, ...weak, ...pass, crossing(115, 0, 1)]), 'item.exited')).toHaveLength(1);
  });

  test('is an exit at a gate with one antenna, when somebody is counted out and the item is heard no more', () => {
    const one = shopOf({ antennas: shopOf().antennas.map((a) => (a.device === 'gate' ? { ...a, kind: 'zone' as const } : a)) });
    const readings = [...carried, ...inner(110, -62), ...inner(112, -50), crossing(114, 0, 1)];
    expect(only(day(readings, one), 'item.exited')).toHaveLength(1);
  });

  test('is an exit without any counter', () => {
    expect(only(day([...carried.filter((r) => r.kind !== 'count'), ...through], shopOf({ counters: [] })), 'item.exited')).toHaveLength(1);
  });
});

test('paid goods that nobody hears after the receipt have left, when somebody was counted out', () => {
  const events = day([...carried, sale(110, 'r', [{ epc: shirt }]), crossing(121, 0, 1)]);
  const [exited] = only(events, 'item.exited');
  expect(exited?.why.map((e) => e.code)).toEqual(['paid-before', 'door-counter', 'silent-since']);
  expect(Math.abs(Number(exited?.at) - at(121))).toBeLessThan(4_000);
});

test('what its old shelf hears as ever has never left, and is at rest there at once', () => {
  const hidden = [...carried.filter((r) => r.kind !== 'tag' || r.epc !== shirt), ...reads(1, 108, 'walls:1', shirt)];
  const events = day([...hidden, ...inner(110), ...outer(112), crossing(115, 0, 1), ...reads(160, 250, 'walls:1', shirt)]);
  const [returned] = only(events, 'item.returned');
  expect(returned).toMatchObject({ zone: 'wall', section: 'wall-1', why: [{ code: 'old-place-again' }] });
  expect(named(events.filter(({ type }) => type.startsWith('item.'))).slice(-1)).toEqual(['item.returned']);
});

describe('a tag that rests beside the gate', () => {
  const settings = { ...defaultSettings, security: { ...defaultSettings.security, blockAfter: minutes(5), unblockAfter: minutes(5) } };
  const shop = shopOf({ settings });
  const beside = (until: number) => reads(1, until, 'gate:1', shirt, -55, 2);
  const others = reads(0.4, 1_500, 'walls:1', epc(2), -56, 5);
  const resting = [...reads(1.2, 700, 'walls:1', shirt, -70, 7), ...beside(700)];

  test('is blocked after its hours, and what it then gives at the gate is no pass', () => {
    const burst = [...reads(600, 604, 'gate:1', shirt, -40, 0.4), ...reads(602, 606, 'gate:2', shirt, -38, 0.4), crossing(606, 0, 1)];
    const events = day([...others, ...resting, ...burst], shop, 800);
    expect(only(events, 'tag.blocked')).toMatchObject([{ epc: shirt, device: 'gate', antenna: 1, zone: 'door' }]);
    expect(only(events, 'exit.suspected', 'item.exited')).toHaveLength(0);
  });

  test('is free again once its gate has not heard it for long', () => {
    expect(only(day([...others, ...resting], shop, 1_400), 'tag.unblocked')).toMatchObject([{ because: 'unheard', user: null }]);
  });

  test('is freed by an operator, who is named, and stays free', () => {
    const store = createStore(shop);
    const before = run(
      store,
      withTicks(
        [...others, ...resting].filter((r) => r.receivedAt < at(500)),
        499,
      ),
    );
    expect(only(before, 'tag.blocked')).toHaveLength(1);
    const word: TagUnblocked = { kind: 'tag-unblocked', receivedAt: at(500), epc: shirt, user: 'mei' };
    expect(only([...store.step(word)], 'tag.unblocked')).toMatchObject([{ epc: shirt, because: 'operator', user: 'mei' }]);
    expect(store.step(word)).toHaveLength(0);
    const rest = [...others, ...beside(1_400)].filter((r) => r.receivedAt >= at(501));
    expect(
      only(
        run(
          store,
          withTicks(rest, 1_400).filter((i) => i.receivedAt > at(500)),
        ),
        'tag.blocked',
      ),
    ).toHaveLength(0);
  });
});

test('a snapshot in the middle of a pass goes on exactly', () => {
  const inputs = withTicks([...carried, ...through, crossing(115, 0, 1)], UNTIL);
  const whole = run(createStore(shopOf()), inputs);
  const cut = inputs.findIndex((input) => input.receivedAt > at(113));
  const first = createStore(shopOf());
  const before = run(first, inputs.slice(0, cut));
  const saved: unknown = JSON.parse(JSON.stringify(first.snapshot()));
  const second = createStore(shopOf(), saved as ReturnType<typeof first.snapshot>);
  expect([...before, ...run(second, inputs.slice(cut))]).toEqual(whole);
});
