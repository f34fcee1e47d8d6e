import { describe, expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import { asId } from '../../../gateway/domain/ids.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import type { Shop } from '../../../gateway/domain/shop.ts';
import { card, crossing, epc, gtin, happenings, only, read, reads, run, sale, shopOf, visitor, withTicks } from '../support.ts';

const shirt = epc(1);
const twin = epc(2);
const UNTIL = 260;
const badge = asId<typeof shirt>('E2000000000000000000BADE');
const neighbours = [3, 4, 5].flatMap((n) => reads(n * 0.31, UNTIL, 'walls:1', epc(n), -54 - n));
const carried = (code = shirt, from = 64) => [...reads(1, from - 3.5, 'walls:1', code), ...reads(from, from + 36, 'cabins:1', code, -58)];
const out = (from: number, code = shirt) => [
  ...reads(from, from + 3, 'gate:1', code, -60, 0.5),
  ...reads(from + 2, from + 5, 'gate:2', code, -58, 0.5),
  crossing(from + 5, 0, 1),
];
const theft = [...neighbours, crossing(1, 1, 0), ...carried(), ...out(110)];
const day = (readings: readonly Reading[], shop?: Shop) => happenings(shop ?? shopOf(), readings, UNTIL);
const raised = (readings: readonly Reading[], shop?: Shop) => only(day(readings, shop), 'alert.raised');
const alarms = (readings: readonly Reading[], shop?: Shop) => raised(readings, shop).filter(({ about }) => about === 'unsold-exit');

describe('an unpaid item that leaves', () => {
  test('is a soft word first and an alarm when it is sure, which ends the soft word', () => {
    const events = day(theft);
    expect(only(events, 'alert.raised').map((a) => [a.about, a.severity])).toEqual([
      ['exit-suspected', 'warning'],
      ['unsold-exit', 'critical'],
    ]);
    expect(only(events, 'alert.cleared')).toMatchObject([{ alert: 'a-exit-suspected-1', because: 'confirmed' }]);
  });

  test('is an alarm with everything that speaks for it, adding up to its probability', () => {
    const [alarm] = alarms(theft);
    const nats = alarm?.why.reduce((sum, e) => sum + e.nats, 0) ?? 0;
    expect(1 / (1 + Math.exp(-nats))).toBeCloseTo(alarm?.confidence ?? 0, 2);
    expect(alarm?.why.map((e) => e.code)).toEqual(expect.arrayContaining(['gate-direction', 'gate-reads', 'door-counter', 'no-receipt']));
    expect(alarm?.why.find((e) => e.code === 'gate-reads')?.facts).toMatchObject({ reads: 12, antennas: 2 });
  });

  test('is none of the shop’s business when nobody sold it there', () => {
    const stranger = epc(7, 9);
    expect(raised([...neighbours, ...reads(1, 60, 'walls:1', stranger), ...out(110, stranger)])).toHaveLength(0);
  });

  test.each([
    { given: 'a staff badge that passes with it', by: [read(113, 'gate:2', badge)] },
    { given: 'a staff card at the door', by: [card(114, 'door-card', 'clerk')] },
  ])('is no alarm with $given', ({ by }) => {
    const shop = shopOf({ staff: { tags: new Set([badge]), cards: new Set([visitor('clerk')]) } });
    expect(alarms([...theft, ...by], shop)).toHaveLength(0);
    expect(alarms(theft, shop)).toHaveLength(1);
  });
});

describe('a receipt', () => {
  const both = [...neighbours, crossing(1, 2, 0), ...carried(), ...carried(twin, 66), ...out(110), ...out(130, twin)];

  test('for one of a kind covers one of two that leave, and no more', () => {
    expect(alarms([...both, sale(100, 'r', [{ gtin: gtin(1) }])])).toHaveLength(1);
    expect(alarms([...both, sale(100, 'r', [{ gtin: gtin(1) }, { gtin: gtin(1) }])])).toHaveLength(0);
  });

  test('of a kind is there for another when the first one comes back', () => {
    const back = [...neighbours, crossing(1, 2, 0), ...carried(), ...out(110), ...carried(twin, 66)];
    const readings = [...back, sale(100, 'r', [{ gtin: gtin(1) }]), ...reads(140, 200, 'tables:1', shirt, -55, 1), ...out(180, twin)];
    expect(alarms(readings)).toHaveLength(0);
  });

  test('that comes late ends the alarm, and teaches that receipts come late here', () => {
    const store = createStore(shopOf());
    const late = [...both, sale(150, 'r', [{ epc: shirt }])];
    const events = run(store, withTicks(late, UNTIL));
    expect(only(events, 'alert.cleared').map((c) => c.because)).toContain('receipt-came-late');
    const [first, second] = only(events, 'alert.raised').filter((a) => a.about === 'unsold-exit');
    expect([first?.epc, second?.epc]).toEqual([shirt, twin]);
  });

  test('that is known keeps its item silent after a restart', () => {
    const inputs = withTicks([...theft, sale(100, 'r', [{ epc: shirt }])], UNTIL);
    const cut = inputs.findIndex((input) => input.receivedAt > Number(inputs[0]?.receivedAt) + 105_000);
    const first = createStore(shopOf());
    run(first, inputs.slice(0, cut));
    const second = createStore(shopOf(), JSON.parse(JSON.stringify(first.snapshot())) as ReturnType<typeof first.snapshot>);
    expect(only(run(second, inputs.slice(cut)), 'alert.raised')).toHaveLength(0);
  });
});
