import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../gateway/domain/actuators/rule.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import { celsius, seconds } from '../../../gateway/domain/units.ts';
import { at, card, crossing, device, gtin, happenings, OPENING, only, sale, shopOf, visitor } from '../support.ts';
import { actuatorOf, ruleOf } from './support.ts';

const fired = (rule: Partial<Rule>, readings: readonly Reading[], until = 60, shop = {}): string[] =>
  only(happenings(shopOf({ rules: [ruleOf('r', rule)], actuators: [actuatorOf('lamp')], ...shop }), readings, until), 'rule.fired').map(
    ({ at: when, on, zone }) => `${(when - OPENING) / 1_000} ${on} ${zone}`,
  );

const holds = () => ({ ok: true, holds: true }) as const;
const button = (second: number, name = 'help'): Reading => ({
  ...{ kind: 'button', device: device('table-card'), button: name },
  ...{ at: at(second), reportedAt: at(second), receivedAt: at(second) },
});
const climate = (second: number, degrees: number): Reading => ({
  ...{ kind: 'climate', device: device('air'), temperature: celsius(degrees) },
  ...{ at: at(second), reportedAt: at(second), receivedAt: at(second) },
});
const anna = [card(1, 'door-card', 'anna'), card(10, 'wall-card', 'anna')];

describe('a rule', () => {
  test.each<{
    name: string;
    rule: Partial<Rule>;
    readings: readonly Reading[];
    until?: number;
    shop?: object;
    expected: readonly string[];
  }>([
    {
      name: 'answers to a button, by its name and zone',
      rule: { condition: ({ button: b }) => ({ ok: true, holds: b?.name === 'help' && b.zone === 'table' }) },
      readings: [button(3), button(5, 'other')],
      expected: ['3 button.pressed table'],
    },
    {
      name: 'answers to a sale, by its total',
      rule: { on: 'sale.recorded', condition: ({ sale: s }) => ({ ok: true, holds: (s?.totalMinor ?? 0) > 100_000 && s?.lines === 2 }) },
      readings: [sale(3, 'a', [{ gtin: gtin(1) }]), sale(5, 'b', [{ gtin: gtin(1) }, { gtin: gtin(2) }])],
      expected: ['5 sale.recorded null'],
    },
    {
      name: 'answers to an alarm, by its type',
      rule: {
        on: 'alert.raised',
        condition: ({ alert }) => ({
          ok: true,
          holds: alert?.type === 'clone' || alert?.type === 'display-unconfirmed' || alert?.type === 'device-silent',
        }),
      },
      readings: [],
      shop: { devices: [{ id: device('x'), silentAfter: seconds(20), maxSkew: seconds(5), referenceTags: [] }] },
      expected: ['20 alert.raised null'],
    },
    {
      name: 'answers to a visit that enters a zone',
      rule: { on: 'zone.entered', condition: ({ visit }) => ({ ok: true, holds: visit.zone === 'wall' }) },
      readings: anna,
      expected: ['10 zone.entered wall'],
    },
    {
      name: 'answers to a stay',
      rule: { on: 'zone.dwell', dwell: seconds(20), condition: holds },
      readings: anna,
      expected: ['21 zone.dwell door', '30 zone.dwell wall'].slice(1),
    },
    {
      name: 'answers to the clock, in the minutes that it names',
      rule: { on: 'time', minutes: [9 * 60 + 1, 9 * 60 + 3], condition: holds },
      readings: [],
      until: 300,
      expected: ['60 time null', '180 time null'],
    },
    {
      name: 'answers to the weather for as long as it holds, with its pause',
      rule: { on: 'climate', pause: seconds(30), condition: ({ climate: c }) => ({ ok: true, holds: c.temperatureC > 26 }) },
      readings: [climate(1, 25), climate(10, 27), climate(20, 27.5), climate(45, 28), climate(50, 25)],
      expected: ['10 climate wall', '45 climate wall'],
    },
    {
      name: 'answers to how many people are in, by the clock',
      rule: { on: 'time', minutes: [9 * 60 + 1, 9 * 60 + 2], condition: ({ store }) => ({ ok: true, holds: store.occupancy > 0 }) },
      readings: [crossing(90, 2, 0)],
      until: 200,
      expected: ['120 time null'],
    },
    {
      name: 'is silent outside its schedule',
      rule: { condition: holds, schedule: { ...ruleOf('x').schedule, hours: { from: 10 * 60, to: 11 * 60 } } },
      readings: [button(3)],
      expected: [],
    },
    {
      name: 'about a person needs that person’s consent',
      rule: { on: 'zone.entered', isPersonal: true, condition: ({ visit }) => ({ ok: true, holds: visit.zone === 'wall' }) },
      readings: [...anna, card(12, 'door-card', 'ben'), card(20, 'wall-card', 'ben')],
      shop: { members: new Map([[visitor('ben'), { tier: 'gold', consent: { profiling: true, marketing: false, thirdParty: false } }]]) },
      expected: ['20 zone.entered wall'],
    },
  ])('$name', ({ rule, readings, until, shop, expected }) => {
    expect(fired(rule, readings, until, shop)).toEqual(expected);
  });

  test('whose condition cannot be told says so once', () => {
    const broken = ruleOf('r', { condition: ({ button: b }) => (b?.name === 'ok' ? holds() : { ok: false, detail: 'no such key' }) });
    const events = happenings(shopOf({ rules: [broken] }), [button(1), button(2), button(3, 'ok'), button(4)], 10);
    expect(only(events, 'rule.failed').map(({ at: when, detail }) => [when, detail])).toEqual([
      [at(1), 'no such key'],
      [at(4), 'no such key'],
    ]);
    expect(only(events, 'rule.fired')).toHaveLength(1);
  });
});
