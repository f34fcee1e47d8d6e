import { describe, expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { Shop } from '../../../gateway/domain/shop.ts';
import { probability } from '../../../gateway/domain/units.ts';
import { ack, at, card, offerOf, only, run, shopOf, status, withTicks } from '../support.ts';
import {
  actuatorOf,
  deaf,
  type Moment,
  type Obedience,
  on,
  operator,
  play,
  press,
  ruleOf,
  said,
  started,
  stops,
  story,
} from './support.ts';

const lamp = actuatorOf('lamp');
const rules = [
  ruleOf('light'),
  ruleOf('guide', { drives: [on('lamp', 20)] }),
  ruleOf('siren', { priority: 90, drives: [on('lamp', 4)] }),
  ruleOf('long', { drives: [on('lamp', 600)] }),
  ruleOf('blink', { drives: [on('lamp', 0.4)] }),
];

interface Row {
  readonly name: string;
  readonly lamp?: Partial<typeof lamp>;
  readonly shop?: Partial<Shop>;
  readonly when: readonly Moment[];
  readonly until?: number;
  readonly obedience?: Obedience;
  readonly expected: readonly string[];
}

/** The third try, and no other, is obeyed. */
const third: Obedience = ({ attempt, toward }) => (toward === 'safe' || attempt === 3 ? { afterS: 0.2, result: 'done' } : null);

describe('an actuator', () => {
  test.each<Row>([
    {
      name: 'goes back when its time is over',
      when: [[1, press('light')]],
      expected: ['1 lamp on rule', '11 lamp safe time-over'],
    },
    {
      name: 'goes back to the hundredth of a second, not with the next whole one',
      when: [[1.25, press('blink')]],
      expected: ['1.25 lamp on rule', '1.65 lamp safe time-over'],
    },
    {
      name: 'stays longer when the same rule asks again',
      when: [
        [1, press('light')],
        [6, press('light')],
      ],
      expected: ['1 lamp on rule', '6 lamp until 16', '16 lamp safe time-over'],
    },
    {
      name: 'is not taken by another of the same priority, which is told once in a minute',
      when: [
        [1, press('light')],
        [2, press('guide')],
        [3, press('guide')],
      ],
      expected: ['1 lamp on rule', '2 lamp barred held', '11 lamp safe time-over'],
    },
    {
      name: 'is taken by a higher priority, and not given back',
      when: [
        [1, press('light')],
        [2, press('siren')],
        [3, press('light')],
      ],
      expected: ['1 lamp on rule', '2 lamp on rule', '3 lamp barred held', '6 lamp safe time-over'],
    },
    {
      name: 'is taken by an operator from all of them',
      when: [
        [1, press('siren')],
        [2, operator('lamp', 3)],
        [3, press('siren')],
      ],
      expected: ['1 lamp on rule', '2 lamp on operator', '3 lamp barred held', '5 lamp safe time-over'],
    },
    {
      name: 'goes back at an operator’s word',
      when: [
        [1, press('light')],
        [2, operator('lamp', null)],
      ],
      expected: ['1 lamp on rule', '2 lamp safe operator'],
    },
    {
      name: 'is away no longer than it may, whoever asks',
      when: [
        [1, press('long')],
        [50, press('siren')],
        [59, press('siren')],
      ],
      until: 80,
      expected: ['1 lamp on rule', '50 lamp on rule', '54 lamp safe time-over', '59 lamp on rule', '63 lamp safe time-over'],
    },
    {
      name: 'is put back at the end of its longest stay and then free for a new one',
      when: [
        [1, press('long')],
        [40, press('long')],
        [62, press('long')],
      ],
      until: 130,
      expected: ['1 lamp on rule', '61 lamp safe longest-stay', '62 lamp on rule', '122 lamp safe longest-stay'],
    },
    {
      name: 'that never proves that it is back has only one longest stay',
      when: [
        [1, press('light')],
        [20, press('light')],
        [58, press('light')],
        [62, press('light')],
      ],
      until: 70,
      obedience: ({ toward }) => (toward === 'use' ? { afterS: 0.2, result: 'done' } : null),
      expected: [
        ...['1 lamp on rule', '11 lamp safe time-over', '16 lamp alarm', '20 lamp on rule', '20.2 calm', '30 lamp safe time-over'],
        ...['35 lamp alarm', '40 lamp safe again', '55 lamp safe again', '58 lamp on rule', '58.2 calm', '61 lamp safe longest-stay'],
        ...['62 lamp barred longest-stay', '66 lamp alarm'],
      ],
    },
    {
      name: 'is tried three times, then put back, and the alarm ends when it obeys',
      when: [[1, press('guide')]],
      obedience: ({ toward }) => (toward === 'safe' ? { afterS: 0.2, result: 'done' } : null),
      expected: [
        ...['1 lamp on rule', '6 lamp alarm', '6 lamp on again', '11 lamp on again'],
        // Its first word of all may also mean that it has only just come: it is asked once more.
        ...['16 lamp safe unproved', '16.2 lamp safe came-back', '16.4 calm'],
      ],
    },
    {
      name: 'that obeys at the third try is left on',
      when: [[1, press('guide')]],
      obedience: third,
      expected: ['1 lamp on rule', '6 lamp alarm', '6 lamp on again', '11 lamp on again', '11.2 calm', '21 lamp safe time-over'],
    },
    {
      name: 'that refuses is put back at once',
      when: [[1, press('light')]],
      obedience: ({ toward }) => ({ afterS: 0.1, result: toward === 'use' ? 'refused' : 'done' }),
      expected: ['1 lamp on rule', '1.1 lamp alarm', '1.1 lamp safe device-refused', '1.2 lamp safe came-back', '1.3 calm'],
    },
    {
      name: 'is asked for its safe state again and again, ever more slowly, when it may be away',
      when: [[1, press('blink')]],
      until: 90,
      obedience: deaf,
      expected: [
        '1 lamp on rule',
        '1.4 lamp safe time-over',
        '6.4 lamp alarm',
        '11.4 lamp safe again',
        '26.4 lamp safe again',
        '51.4 lamp safe again',
      ],
    },
    {
      name: 'is driven no more often than it may, which is told once',
      lamp: { maxPerMinute: 2 },
      when: [1, 2, 3, 4, 5, 62].map((second): Moment => [second, press('blink')]),
      until: 70,
      expected: [
        ...['1 lamp on rule', '1.4 lamp safe time-over', '2 lamp on rule', '2.4 lamp safe time-over', '3 lamp barred too-often'],
        ...['62 lamp on rule', '62.4 lamp safe time-over'],
      ],
    },
    {
      name: 'is held on each of its channels alone',
      lamp: { channels: [0, 3] },
      shop: { rules: [...rules, ruleOf('second', { drives: [on('lamp', 3, 3)] })] },
      when: [
        [1, press('light')],
        [2, press('second')],
      ],
      // The first word of all says nothing of a channel that nobody asked.
      expected: ['1 lamp on rule', '1.2 lamp#3 safe came-back', '2 lamp#3 on rule', '5 lamp#3 safe time-over', '11 lamp safe time-over'],
    },
    {
      name: 'stays shut while the shop is closed, for operators too',
      lamp: { mayWhenClosed: false },
      shop: { isOpen: () => false },
      when: [
        [1, press('light')],
        [2, operator('lamp', 5)],
      ],
      expected: ['1 lamp barred closed', '2 lamp barred closed'],
    },
    {
      name: 'is put back at closing time',
      lamp: { mayWhenClosed: false },
      shop: { isOpen: (now) => now < at(5) },
      when: [[1, press('light')]],
      expected: ['1 lamp on rule', '5 lamp safe closed'],
    },
    {
      name: 'is put back when its interlock begins to hold',
      lamp: { never: ({ now }) => ({ ok: true, holds: now.minute >= 1 }) },
      when: [
        [55, press('light')],
        [61, press('light')],
      ],
      until: 70,
      expected: ['55 lamp on rule', '60 lamp safe interlock', '61 lamp barred interlock'],
    },
    {
      name: 'stays in its safe state when its interlock cannot be told',
      lamp: { never: () => ({ ok: false, detail: 'no such key' }) },
      when: [[1, press('light')]],
      expected: ['1 lamp barred interlock-unknown'],
    },
    {
      name: 'that said goodbye is let go, and put back when it is there again',
      when: [
        [1, said('lamp', true)],
        [2, press('light')],
        [4, said('lamp', false)],
        [5, press('siren')],
        [9, said('lamp', true)],
      ],
      expected: ['1 lamp safe came-back', '2 lamp on rule', '4 lamp lost', '5 lamp barred offline', '9 lamp safe came-back'],
    },
    {
      name: 'that restarted is put back',
      when: [
        [1, said('lamp', true, 4)],
        [2, press('light')],
        [5, said('lamp', true, 5)],
      ],
      expected: ['1 lamp safe came-back', '2 lamp on rule', '5 lamp safe came-back'],
    },
    {
      name: 'is put back when the gateway starts, and when it stops, after which it is asked for nothing',
      when: [
        [1, press('light')],
        [3, started],
        [4, press('light')],
        [6, stops],
        [7, press('light')],
        [8, started],
        [9, press('light')],
      ],
      expected: [
        ...['1 lamp on rule', '3 lamp safe gateway-started', '4 lamp on rule', '6 lamp safe gateway-stops', '7 lamp barred gateway-stops'],
        ...['8 lamp safe gateway-started', '9 lamp on rule', '19 lamp safe time-over'],
      ],
    },
    {
      name: 'that was never away and does not answer raises no alarm',
      when: [[1, started]],
      until: 400,
      obedience: deaf,
      expected: [1, 11, 26, 51, 96, 181].map((second) => `${second} lamp safe ${second === 1 ? 'gateway-started' : 'again'}`),
    },
    {
      name: 'that store.yaml does not name is not asked',
      when: [[1, operator('lamb', 5)]],
      expected: ['1 lamb barred no-actuator'],
    },
  ])('$name', ({ lamp: changes, shop, when, until = 40, obedience, expected }) => {
    const events = play({ actuators: [actuatorOf('lamp', changes)], rules, ...shop }, when, until, obedience);
    expect(story(events)).toEqual(expected);
  });

  test('says who asked, until when, and what became of each command', () => {
    const events = play({ actuators: [lamp], rules }, [[1, operator('lamp', 2)]], 10);
    expect(only(events, 'actuator.commanded')).toMatchObject([
      { cause: { by: 'operator', id: '', run: 'o-1' }, user: 'mei', until: at(3), atLatest: at(61), deadline: at(6), attempt: 1 },
      { cause: null, user: null, until: null, action: { do: 'switch', on: false, channel: 0 } },
    ]);
    expect(only(events, 'actuator.answered').map(({ command, outcome }) => [command, outcome])).toEqual([
      ['u-1', 'done'],
      ['u-2', 'done'],
    ]);
  });
});

describe('an offer', () => {
  const drives = [on('lamp', 15)];
  const anna = [card(1, 'door-card', 'anna'), card(10, 'wall-card', 'anna')];
  const atWall = offerOf({ on: 'zone.entered', condition: (c) => ({ ok: true, holds: c.visit.zone === 'wall' }), drives });

  test('drives what it drives when a display has proved it, and not before', () => {
    const shop = { offers: [atWall], actuators: [lamp] };
    const shown = ack(12, 'screen', 'd-1');
    expect(story(run(createStore(shopOf(shop)), withTicks([...anna, shown], 30)))).toEqual([
      '12 lamp on offer',
      '17 lamp alarm',
      '17 lamp on again',
      '22 lamp on again',
      '27 lamp safe time-over',
    ]);
    expect(story(run(createStore(shopOf(shop)), withTicks(anna, 30)))).toEqual([]);
  });

  test('that is held back drives nothing', () => {
    const held = { ...atWall, control: probability(1) };
    const events = run(createStore(shopOf({ offers: [held], actuators: [lamp] })), withTicks([...anna, ack(12, 'screen', 'd-1')], 30));
    expect(only(events, 'offer.decided')).toMatchObject([{ reason: 'control' }]);
    expect(story(events)).toEqual([]);
  });

  describe('on no display', () => {
    const alone = { ...atWall, target: { by: 'none' } as const };
    const moments = anna.map((reading): Moment => [(reading.receivedAt - at(0)) / 1_000, reading]);

    test('is shown when its actuator proves it, at the third try too', () => {
      const events = play({ offers: [alone], actuators: [lamp] }, moments, 40, third);
      expect(
        only(events, 'actuator.commanded')
          .map(({ command }) => command)
          .slice(0, 3),
      ).toEqual(['d-1.a1', 'd-1.a1~2', 'd-1.a1~3']);
      expect(only(events, 'offer.shown')).toMatchObject([{ decision: 'd-1', display: 'lamp', at: at(20.2) }]);
    });

    test('fails when no try is proved, with one alarm about the actuator', () => {
      const events = play({ offers: [alone], actuators: [lamp] }, moments, 40, deaf);
      expect(only(events, 'offer.failed')).toMatchObject([{ reason: 'unconfirmed', at: at(27) }]);
      expect(only(events, 'alert.raised').map(({ about }) => about)).toEqual(['actuator-unproved']);
    });

    test.each([
      { name: 'held', reason: 'actuator-held', detail: 'held', first: [[9, press('siren')]] },
      { name: 'offline', reason: 'actuator-barred', detail: 'offline', first: [[9, said('lamp', false)]] },
    ] as const)('is not made while its actuator is $name', ({ reason, detail, first }) => {
      const events = play({ offers: [alone], actuators: [lamp], rules }, [...first, ...moments], 30);
      expect(only(events, 'offer.decided')).toMatchObject([{ reason, detail, display: 'lamp', arm: null }]);
    });
  });

  test('and a restart between two inputs change nothing of what is asked', () => {
    const shop = shopOf({ offers: [atWall], actuators: [lamp], rules });
    const inputs = withTicks([...anna, ack(12, 'screen', 'd-1'), status(20, 'lamp', false), status(23, 'lamp', true)], 60);
    const whole = run(createStore(shop), inputs);
    let store = createStore(shop);
    const parts = inputs.flatMap((input) => {
      store = createStore(shop, JSON.parse(JSON.stringify(store.snapshot())));
      return [...store.step(input)];
    });
    expect(parts).toEqual(whole);
    expect(story(whole)).toContain('23 lamp safe came-back');
  });
});
