import { beforeAll, describe, expect, it } from 'vitest';
import type { DeviceOutput } from '../../../simulators/devices/message.ts';
import type { Truth, VisitLine } from '../../../simulators/truth/lines.ts';
import { demoLayout, preset, runAll, scenario, simulate } from '../support.ts';

interface Sale {
  readonly id: string;
  readonly lines: readonly { readonly epc?: string; readonly gtin?: string; readonly qty: number }[];
  readonly card?: string;
}

/** What makes a shop hard to read happens in every crowded hour. */
describe('people in a crowded hour', () => {
  let truth: Truth;
  let messages: DeviceOutput[];
  let sales: { readonly at: number; readonly sale: Sale }[];
  beforeAll(() => {
    const simulation = simulate({ scenario: scenario('rush-hour'), preset: preset('crowded', { readsPerSecond: 4 }) });
    messages = runAll(simulation);
    truth = simulation.truth();
    sales = messages
      .filter(({ topic }) => topic.endsWith('/sale'))
      .map(({ at, payloadBytes }) => ({ at, sale: JSON.parse(Buffer.from(payloadBytes).toString()) as Sale }));
  });

  it('walk apart inside and leave together, in some of the parties', () => {
    const apart = truth.visits.filter(({ members }) => (members?.length ?? 0) > 1);
    expect(apart.length).toBeGreaterThan(5);
    expect(apart.length).toBeLessThan(truth.visits.length / 2);
    expect(apart.some(({ members }) => members?.every(({ items }) => items.length > 0))).toBe(true);
  });

  it('take things and leave them elsewhere', () => {
    const left = truth.visits.flatMap(({ items }) => items).filter(({ outcome }) => outcome === 'left');
    expect(left.length).toBeGreaterThan(10);
    expect(left.some(({ from, to }) => (to ?? from) - from > 60_000)).toBe(true);
  });

  it('come to the door and turn back with goods in hand', () => {
    const turned = ({ zones, items, end }: VisitLine): boolean =>
      zones.some(
        ({ zone, from, to }, index) =>
          zone === 'entrance' && index > 0 && to !== null && to !== end && items.some((item) => item.from < from && (item.to ?? to) > to),
      );
    expect(truth.visits.filter(turned).length).toBeGreaterThan(3);
  });

  it('come back with the same card', () => {
    const members = truth.visits.flatMap(({ visitor }) => (visitor === null ? [] : [visitor]));
    expect(new Set(members).size).toBeLessThan(members.length);
  });

  it('pay by tag, by product, or both, with a card and without, and some receipts come late', () => {
    const styles = new Set(
      sales.map(({ sale }) => `${sale.lines.some(({ epc }) => epc !== undefined)} ${sale.lines.some(({ epc }) => epc === undefined)}`),
    );
    expect([...styles].sort()).toEqual(['false true', 'true false', 'true true']);
    expect(new Set(sales.map(({ sale }) => sale.card === undefined || sale.card === null))).toEqual(new Set([true, false]));
    const soldAt = new Map(truth.items.filter(({ type }) => type === 'sold').map(({ epc, at }) => [epc, at]));
    const delays = sales.flatMap(({ at, sale }) =>
      sale.lines.flatMap(({ epc }) => (epc === undefined ? [] : at - (soldAt.get(epc) ?? at))),
    );
    expect(Math.max(...delays)).toBeGreaterThan(10_000);
    expect(delays.filter((delay) => delay < 3_000).length).toBeGreaterThan(delays.length * 0.6);
  });

  it('wear tags of other shops', () => {
    const own = new Set([...truth.items.map(({ epc }) => epc), ...demoLayout().members.map(({ card }) => card), ...demoLayout().staffTags]);
    const heard = new Set(
      messages
        .filter(({ topic }) => topic.startsWith('zebra/'))
        .flatMap(
          ({ payloadBytes }) =>
            Buffer.from(payloadBytes)
              .toString()
              .match(/[0-9a-f]{24}/g) ?? [],
        )
        .map((epc) => epc.toUpperCase()),
    );
    const strangers = [...heard].filter((epc) => !own.has(epc));
    expect(strangers.length).toBeGreaterThan(10);
    expect(strangers.some((epc) => epc.startsWith('E280'))).toBe(true);
    expect(strangers.some((epc) => epc.startsWith('30'))).toBe(true);
  });

  it('steal singly and in bulk, and pay for some while they hide the rest', () => {
    const taken = truth.visits.map(({ items }) => items.filter(({ outcome }) => outcome === 'taken').length).filter((count) => count > 0);
    expect(Math.max(...taken)).toBeGreaterThan(3);
    expect(truth.alerts.some(({ type }) => type === 'bulk')).toBe(true);
  });
});
