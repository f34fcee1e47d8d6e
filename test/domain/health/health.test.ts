import { describe, expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { DomainEvent } from '../../../gateway/domain/events.ts';
import type { Reading, StateReported, StatusReported } from '../../../gateway/domain/readings.ts';
import type { Shop } from '../../../gateway/domain/shop.ts';
import { instant, seconds } from '../../../gateway/domain/units.ts';
import { ack, at, deviceOf, epc, happenings, OPENING, only, read, run, shopOf, status, weighed, withTicks } from '../support.ts';

const MINUTE = 60;
/** Minutes until an antenna's baseline is believed, and one more. */
const LEARNED = 31;

/** Reads of one tag, so many a minute, over whole minutes [from, to). */
const minutesOf = (from: number, to: number, antenna: string, perMinute = 30, n = 1): Reading[] =>
  Array.from({ length: (to - from) * perMinute }, (_, i) => read(from * MINUTE + 0.5 + (i * MINUTE) / perMinute, antenna, epc(n)));
const heartbeats = (from: number, to: number, name: string): Reading[] =>
  Array.from({ length: (to - from) * 2 }, (_, i) => status(from * MINUTE + 1 + i * 30, name, true));
const walls = (changes: Partial<Shop> = {}): Shop => shopOf({ devices: [deviceOf('walls')], ...changes });
const minuteOf = (event: DomainEvent): number => Math.floor((event.emittedAt - OPENING) / 60_000);
/** `type-or-reason@minute`, in order, of alerts of some kind. */
const alertStory = (events: readonly DomainEvent[], about: string): string[] => {
  const ids = new Set(only(events, 'alert.raised').flatMap((event) => (event.about === about ? [event.alert] : [])));
  return only(events, 'alert.raised', 'alert.cleared')
    .filter(({ alert }) => ids.has(alert))
    .map((event) => `${event.type === 'alert.raised' ? 'raised' : event.because}@${minuteOf(event)}`);
};
const stateOf = (second: number, name: string, values: StateReported['values']): Reading => ({
  ...status(second, name, true),
  kind: 'state',
  values,
});
const booted = (second: number, boot: number): StatusReported => ({ ...(status(second, 'walls', true) as StatusReported), boot });

describe('an antenna', () => {
  const steady = [...minutesOf(0, LEARNED, 'walls:1'), ...minutesOf(0, LEARNED + 20, 'walls:2', 40, 3)];

  test('that falls silent while its neighbour speaks is reported after two minutes, and clears when it is back', () => {
    const events = happenings(walls(), [...steady, ...minutesOf(LEARNED + 5, LEARNED + 20, 'walls:1')], (LEARNED + 20) * MINUTE);
    expect(alertStory(events, 'antenna-quiet')).toEqual([`raised@${LEARNED + 2}`, `reads-again@${LEARNED + 6}`]);
    expect(only(events, 'alert.raised')[0]).toMatchObject({
      severity: 'minor',
      device: 'walls',
      zone: 'wall',
      why: [{ code: 'reads-below-usual', facts: { antenna: 1, perMinute: 0, usual: expect.closeTo(30, 0) } }, { code: 'neighbours-heard' }],
    });
  });

  test('that hears hardly anything is given ten minutes', () => {
    const weak = minutesOf(LEARNED, LEARNED + 15, 'walls:1', 2);
    const events = happenings(walls(), [...steady, ...weak], (LEARNED + 15) * MINUTE);
    expect(alertStory(events, 'antenna-quiet')).toEqual([`raised@${LEARNED + 10}`]);
  });

  test.each<[string, Shop, readonly Reading[]]>([
    ['outside the opening hours', walls({ isOpen: () => false }), steady],
    ['before its usual rate is known', walls(), [...minutesOf(0, 15, 'walls:1'), ...minutesOf(0, 50, 'walls:2')]],
    [
      'that hears a crowd now and then only, as gates do',
      walls(),
      [...[0, 7, 15, 22, 29].flatMap((m) => minutesOf(m, m + 1, 'walls:1', 200)), ...minutesOf(0, 50, 'walls:2')],
    ],
    ['that hardly ever reads', walls(), [...minutesOf(0, LEARNED, 'walls:1', 5), ...minutesOf(0, 50, 'walls:2')]],
    ['of a reader that nobody described', walls({ devices: [] }), steady],
  ])('is not reported %s', (_name, shop, readings) => {
    expect(alertStory(happenings(shop, readings, 52 * MINUTE), 'antenna-quiet')).toEqual([]);
  });

  test('whose place was emptied for good is at last taken for what is usual', () => {
    const events = happenings(walls(), [...steady, ...minutesOf(LEARNED, 700, 'walls:2', 10)], 700 * MINUTE);
    const [raised, cleared] = alertStory(events, 'antenna-quiet');
    expect(raised).toBe(`raised@${LEARNED + 2}`);
    expect(cleared).toMatch(/^reads-again@/);
  });

  test('tells what it read in each minute beside what is usual', () => {
    const measured = only(happenings(walls(), steady, (LEARNED + 1) * MINUTE), 'device.measured');
    expect(measured[0]?.antennas).toEqual([
      { port: 1, reads: 30, usual: null, quiet: false },
      { port: 2, reads: 40, usual: null, quiet: false },
    ]);
    expect(measured.at(-1)?.antennas[0]).toEqual({ port: 1, reads: 0, usual: 30, quiet: false });
  });

  test('need not be named by a reader that has no other', () => {
    const shop = shopOf({ devices: [deviceOf('tables')] });
    const measured = only(happenings(shop, minutesOf(0, 2, 'tables'), 2 * MINUTE), 'device.measured');
    expect(measured[0]?.antennas).toMatchObject([{ port: 1, reads: 30 }]);
  });
});

describe('a reader', () => {
  const learned = minutesOf(0, LEARNED, 'walls:1');

  test('that speaks and reads nothing is reported as blind, not each of its antennas', () => {
    const back = minutesOf(LEARNED + 8, LEARNED + 10, 'walls:1');
    const readings = [...learned, ...heartbeats(LEARNED, LEARNED + 10, 'walls'), ...back];
    const events = happenings(walls(), readings, (LEARNED + 10) * MINUTE);
    expect(alertStory(events, 'reader-blind')).toEqual([`raised@${LEARNED + 3}`, `reads-again@${LEARNED + 9}`]);
    expect(only(events, 'alert.raised')).toHaveLength(1);
    expect(only(events, 'alert.raised')[0]).toMatchObject({ severity: 'major', device: 'walls' });
  });

  test('that says nothing at all is silent, which is another matter', () => {
    const events = happenings(walls(), learned, (LEARNED + 30) * MINUTE);
    expect(only(events, 'alert.raised').map(({ about }) => about)).toEqual(['device-silent']);
  });
});

describe('a reference tag', () => {
  const tag = epc(99);
  const shop = shopOf({ devices: [deviceOf('walls', { referenceTags: [{ epc: tag, port: 2 }] })] });
  const reference = (from: number, to: number, antenna: string) => minutesOf(from, to, antenna, 12, 99);

  test('that its antenna no longer hears is reported, and clears when it is heard', () => {
    const others = minutesOf(0, 12, 'walls:1');
    const events = happenings(shop, [...others, ...reference(0, 4, 'walls:2'), ...reference(8, 12, 'walls:2')], 12 * MINUTE);
    expect(alertStory(events, 'reference-tag-missing')).toEqual(['raised@6', 'heard-again@9']);
    expect(only(events, 'alert.raised')[0]).toMatchObject({ epc: tag, device: 'walls', why: [{ facts: { antenna: 2 } }] });
  });

  test('is not proved by another antenna, but by a reader that names none', () => {
    expect(alertStory(happenings(shop, reference(0, 6, 'walls:1'), 6 * MINUTE), 'reference-tag-missing')).toEqual(['raised@3']);
    expect(alertStory(happenings(shop, reference(0, 6, 'walls'), 6 * MINUTE), 'reference-tag-missing')).toEqual([]);
  });

  test('is not missed while the reader is silent, nor right after it is back', () => {
    const readings = [
      ...minutesOf(0, 2, 'walls:1'),
      ...reference(0, 2, 'walls:2'),
      ...minutesOf(20, 22, 'walls:1'),
      ...reference(21, 22, 'walls:2'),
    ];
    expect(alertStory(happenings(shop, readings, 22 * MINUTE), 'reference-tag-missing')).toEqual([]);
  });
});

describe('the clock of a device', () => {
  const shop = shopOf({ devices: [deviceOf('scale', { maxSkew: seconds(5) })] });
  /** A weight a minute whose stated time is so many seconds before its arrival. */
  const late = (from: number, to: number, lag: number): Reading[] =>
    Array.from({ length: to - from }, (_, i) => {
      const second = (from + i) * MINUTE + 30;
      return { ...weighed(second, 500), reportedAt: at(second - lag) };
    });

  test.each([
    ['behind', 9],
    ['ahead', -9],
  ])('that stays %s is reported after three minutes, and clears when it is set', (_name, lag) => {
    const events = happenings(shop, [...late(0, 6, lag), ...late(6, 8, 1)], 8 * MINUTE);
    expect(alertStory(events, 'clock-skew')).toEqual(['raised@3', 'in-step@7']);
    expect(only(events, 'alert.raised')[0]).toMatchObject({ why: [{ code: 'clock-differs', facts: { seconds: 9, limit: 5 } }] });
    expect(only(events, 'device.measured')[0]).toMatchObject({ lagMs: lag * 1_000 });
  });

  test('is not blamed for messages that were held back, as long as one is fresh', () => {
    const held = late(0, 6, 90).map((reading) => ({ ...reading, receivedAt: instant(reading.receivedAt + 1_000) }));
    expect(alertStory(happenings(shop, [...late(0, 6, 0), ...held], 6 * MINUTE), 'clock-skew')).toEqual([]);
  });

  test('is not judged by a device that tells no time', () => {
    const mute = late(0, 6, 60).map((reading) => ({ ...reading, reportedAt: null }));
    expect(alertStory(happenings(shop, mute, 6 * MINUTE), 'clock-skew')).toEqual([]);
  });
});

describe('what a device tells of itself', () => {
  test('a battery below 15 % is reported once, and clears from 20 % on', () => {
    const battery = (minute: number, batteryPct: number) => stateOf(minute * MINUTE + 1, 'eye', { batteryPct });
    const events = happenings(shopOf(), [battery(1, 40), battery(2, 14), battery(3, 12), battery(4, 16), battery(5, 100)], 6 * MINUTE);
    expect(alertStory(events, 'battery-low')).toEqual(['raised@2', 'charged@5']);
    expect(only(events, 'alert.raised')[0]).toMatchObject({ device: 'eye', why: [{ facts: { percent: 14 } }] });
  });

  test('a battery that only says low counts too', () => {
    const low = (minute: number, batteryLow: boolean) => stateOf(minute * MINUTE + 1, 'eye', { batteryLow });
    expect(alertStory(happenings(shopOf(), [low(1, true), low(2, false)], 180), 'battery-low')).toEqual(['raised@1', 'charged@2']);
  });

  test('a new boot counter is a restart, the same one again is none', () => {
    const events = happenings(walls(), [booted(1, 4), booted(100, 4), booted(200, 5), booted(300, 5)], 400);
    expect(only(events, 'device.rebooted')).toMatchObject([{ device: 'walls', boot: 5, at: at(200) }]);
  });

  test('a command that came to nothing is no sign of life: the gateway itself may have said so', () => {
    const gone = status(1, 'walls', false);
    const alive = (result: Parameters<typeof ack>[3]) =>
      only(happenings(walls(), [gone, ack(5, 'walls', 'c-1', result)], 10), 'device.online').length;
    expect((['expired', 'refused', 'done', 'shown'] as const).map(alive)).toEqual([0, 0, 1, 1]);
  });

  test('an uptime that goes back is a restart, and the same one as the boot counter tells', () => {
    const up = (second: number, uptimeS: number) => stateOf(second, 'walls', { uptimeS });
    const readings = [booted(1, 4), up(2, 5_000), up(100, 5_097), up(103, 5_096), booted(200, 5), up(203, 3), up(230, 30)];
    expect(only(happenings(walls(), readings, 400), 'device.rebooted')).toHaveLength(1);
    expect(only(happenings(walls(), [up(1, 900), up(200, 4)], 400), 'device.rebooted')).toMatchObject([{ boot: null }]);
  });
});

test('health goes on from a snapshot as if it had never stopped', () => {
  const shop = shopOf({ devices: [deviceOf('walls', { referenceTags: [{ epc: epc(99), port: 2 }] }), deviceOf('scale')] });
  const readings = [
    ...minutesOf(0, LEARNED, 'walls:1'),
    ...minutesOf(0, 40, 'walls:2'),
    booted(5, 1),
    booted(600, 2),
    stateOf(700, 'scale', { batteryPct: 3 }),
  ];
  const inputs = withTicks(readings, 40 * MINUTE);
  const whole = run(createStore(shop), inputs);
  expect(only(whole, 'alert.raised').length).toBeGreaterThan(3);
  for (const share of [0.1, 0.5, 0.8, 0.85, 0.99]) {
    const cut = Math.floor(share * inputs.length);
    const first = createStore(shop);
    const before = run(first, inputs.slice(0, cut));
    const second = createStore(shop, JSON.parse(JSON.stringify(first.snapshot())));
    expect([...before, ...run(second, inputs.slice(cut))]).toEqual(whole);
  }
});
